package janus.kernels.cpu;

/**
 * A product of matrices y = x·w in register tiles: x of rows × depth, w of depth × 32, y of rows × 32. Each number is one
 * sum over the depth in its order. Rows are taken in whole tiles: past the last, y must have room for {@link #ROWS} − 1
 * more, and x readable numbers.
 */
final class Products {
    /** Rows of the larger register tile. */
    static final int ROWS = Lanes.COUNT == 8 ? 6 : 8;
    /** Rows of the smaller. */
    private static final int FEW = 5;

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
        int large = large(count);
        for (int o = 0; o < Layout.FILTER_BLOCK; o += 2 * Lanes.COUNT) {
            for (int i = 0; i < large; i += ROWS) {
                if (ROWS == 8) {
                    ProductTile8.run(this, x0 + i * xRow, w0 + o, y0 + i * Layout.FILTER_BLOCK + o);
                } else {
                    ProductTile6.run(this, x0 + i * xRow, w0 + o, y0 + i * Layout.FILTER_BLOCK + o);
                }
            }
            for (int i = large; i < count; i += FEW) {
                ProductTile5.run(this, x0 + i * xRow, w0 + o, y0 + i * Layout.FILTER_BLOCK + o);
            }
        }
    }

    /** Rows in larger tiles if, with smaller tiles behind them, as few as possible are wasted. */
    private static int large(int count) {
        int best = whole(count);
        int least = best;
        for (int large = best - ROWS; large >= 0 && least > count; large -= ROWS) {
            int rows = large + Math.ceilDiv(count - large, FEW) * FEW;
            if (rows < least) {
                least = rows;
                best = large;
            }
        }
        return best;
    }
}
