package janus.kernels.cpu;

/** F(3×3, 3×3) of stride 2: 3 rows of 3. Written by WinogradTileGenerator. */
final class Polyphase3x3 extends WinogradTile {
    private static final int BLOCK = Layout.BLOCK;
    private static final int LANES = Lanes.COUNT;
    private static final int T0 = Layout.FIRST;
    private static final int T = 9 * LANES;

    @Override
    void inputDownTile(float[] x, int at, int row, int columns, float[] t, int to, int width) {
        for (int i = 0; i < columns; i++) {
            Polyphase3.input(x, at + i * BLOCK, row, t, to + i * LANES, width);
        }
    }

    @Override
    void inputAcrossTile(float[] t, int at, int width, float[] v, int to, int apart) {
        for (int i = 0; i < 8; i += i == 2 ? 2 : 1) {
            Polyphase3.input(t, at + i * width, LANES, v, to + 9 * i * apart, apart);
        }
    }

    @Override
    void outputTile(float[] u, int at, int apart, float[] y, int to, int row, float[] t) {
        for (int o = 0; o < BLOCK; o += LANES) {
            for (int j = 0; j < 8; j += j == 2 ? 2 : 1) {
                Polyphase3.output(u, at + j * apart + o, 9 * apart, t, T0 + j * LANES, T);
            }
            for (int i = 0; i < 3; i++) {
                Polyphase3.output(t, T0 + i * T, LANES, y, to + i * row + o, BLOCK);
            }
        }
    }

    @Override
    void adjointTile(float[] dy, int at, int row, float[] u, int to, int apart, float[] t) {
        for (int o = 0; o < BLOCK; o += LANES) {
            for (int j = 0; j < 3; j++) {
                Polyphase3.outputAdjoint(dy, at + j * BLOCK + o, row, t, T0 + j * LANES, T);
            }
            for (int i = 0; i < 8; i += i == 2 ? 2 : 1) {
                Polyphase3.outputAdjoint(t, T0 + i * T, LANES, u, to + 9 * i * apart + o, apart);
            }
        }
    }
}
