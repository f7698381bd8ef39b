package janus.kernels.cpu;

/** Gradients of 8×6 inputs by stride 2: 8 rows of 6. Written by WinogradTileGenerator. */
final class PolyphaseData8x6 extends WinogradTile {
    private static final int BLOCK = Layout.BLOCK;
    private static final int LANES = Lanes.COUNT;
    private static final int T0 = Layout.FIRST;
    private static final int T = 9 * LANES;

    @Override
    void inputDownTile(float[] x, int at, int row, int columns, float[] t, int to, int width) {
        for (int i = 0; i < columns; i++) {
            PolyphaseData8.input(x, at + i * BLOCK, row, t, to + i * LANES, width);
        }
    }

    @Override
    void inputAcrossTile(float[] t, int at, int width, float[] v, int to, int apart) {
        for (int i = 0; i < 9; i++) {
            PolyphaseData6.input(t, at + i * width, LANES, v, to + 9 * i * apart, apart);
        }
    }

    @Override
    void outputTile(float[] u, int at, int apart, float[] y, int to, int row, float[] t) {
        for (int o = 0; o < BLOCK; o += LANES) {
            for (int j = 0; j < 8; j += j == 2 ? 2 : 1) {
                PolyphaseData8.output(u, at + j * apart + o, 9 * apart, t, T0 + j * LANES, T);
            }
            for (int i = 0; i < 8; i++) {
                PolyphaseData6.output(t, T0 + i * T, LANES, y, to + i * row + o, BLOCK);
            }
        }
    }
}
