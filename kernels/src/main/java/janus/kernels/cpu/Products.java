package janus.kernels.cpu;

/**
 * A product of matrices y = x·w in register tiles: x of rows × depth, w of depth × 32, y of rows × 32. Each number is one
 * sum over the depth in its order. Rows are taken in whole tiles: past the last, y must have room for {@link #ROWS} − 1
 * more, and x readable numbers.
 */
final class Products {
    /** Rows of a register tile. */
    static final int ROWS = Lanes.COUNT == 8 ? 5 : 8;

    float[] x = {};
    float[] w = {};
    float[] y = {};
    int depth;
    /** From a row of x to the next. */
    int xRow;

    /** {@code count} rounded up to whole tiles. */
    static int whole(int count) {
        return Math.ceilDiv(count, ROWS) * ROWS;
    }

    /** Multiplies {@code count} rows, with x, w and y from {@code x0}, {@code w0} and {@code y0} on. */
    void run(int count, int x0, int w0, int y0) {
        int large = ROWS == 8 ? eights(count) * 8 : 0;
        for (int o = 0; o < Layout.FILTER_BLOCK; o += 2 * Lanes.COUNT) {
            for (int i = 0; i < large; i += 8) {
                ProductTile8.run(this, x0 + i * xRow, w0 + o, y0 + i * Layout.FILTER_BLOCK + o);
            }
            for (int i = large; i < count; i += 5) {
                ProductTile5.run(this, x0 + i * xRow, w0 + o, y0 + i * Layout.FILTER_BLOCK + o);
            }
        }
    }

    /** Tiles of 8 rows that, with tiles of 5 behind them, waste the fewest. */
    static int eights(int count) {
        int best = Math.ceilDiv(count, 8);
        int least = best * 8;
        for (int eights = best - 1; eights >= 0 && least > count; eights--) {
            int rows = eights * 8 + Math.ceilDiv(count - eights * 8, 5) * 5;
            if (rows < least) {
                least = rows;
                best = eights;
            }
        }
        return best;
    }
}
