package janus.kernels.cpu;

/** Maps of 2×2 by 3×3 filters: 2 rows of 2. Written by WinogradTileGenerator. */
final class Toeplitz2x2 extends WinogradTile {
    private static final int BLOCK = Layout.BLOCK;
    private static final int LANES = Lanes.COUNT;
    private static final int T0 = Layout.FIRST;
    private static final int T = 3 * LANES;

    @Override
    void inputDownTile(float[] x, int at, int row, int columns, float[] t, int to, int width) {
        for (int i = 0; i < columns; i++) {
            Toeplitz2.input(x, at + i * BLOCK, row, t, to + i * LANES, width);
        }
    }

    @Override
    void inputAcrossTile(float[] t, int at, int width, float[] v, int to, int apart) {
        for (int i = 0; i < 3; i++) {
            Toeplitz2.input(t, at + i * width, LANES, v, to + 3 * i * apart, apart);
        }
    }

    @Override
    void outputTile(float[] u, int at, int apart, float[] y, int to, int row, float[] t) {
        for (int o = 0; o < BLOCK; o += LANES) {
            for (int j = 0; j < 3; j++) {
                Toeplitz2.output(u, at + j * apart + o, 3 * apart, t, T0 + j * LANES, T);
            }
            for (int i = 0; i < 2; i++) {
                Toeplitz2.output(t, T0 + i * T, LANES, y, to + i * row + o, BLOCK);
            }
        }
    }
}
