package janus.kernels.cpu;

/**
 * Sums of outer products in register tiles: sums[c][k] = Σᵢ x[i][c]·y[i][k], with i from 0 to {@link #count} − 1. Rows of
 * x and y are 16 numbers, rows of sums 32.
 */
final class OuterProducts {
    private static final int ROWS = Lanes.COUNT == 8 ? 4 : 8;

    float[] x = {};
    float[] y = {};
    float[] sums = {};
    int count;
    /** Whether sums are added to, or overwritten. */
    boolean adds;

    /** Sums 16 rows: a vector at {@code to0} with y's at {@code y0}, and one at {@code to1}. */
    void run(int x0, int y0, int y1, int to0, int to1) {
        for (int row = 0; row < Layout.BLOCK; row += ROWS) {
            int s = row * Layout.FILTER_BLOCK;
            if (ROWS == 8) {
                OuterTile8.run(this, x0 + row, y0, y1, to0 + s, to1 + s);
            } else {
                OuterTile4.run(this, x0 + row, y0, y1, to0 + s, to1 + s);
            }
        }
    }
}
