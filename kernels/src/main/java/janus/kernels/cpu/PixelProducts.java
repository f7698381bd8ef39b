package janus.kernels.cpu;

import java.util.Arrays;

/**
 * Sums of products of matrices in register tiles: y = Σ x·w over {@link PixelPlan.Stretches}, x of rows × depth, w of
 * depth × 32, y of rows × 32. Each number is one sum in the order of the stretches.
 */
final class PixelProducts {
    /** Images whose gradients lie side by side. */
    static final int IMAGES = Layout.FILTER_BLOCK;
    /** Rows of a register tile: there must be as many. */
    private static final int ROWS = Lanes.COUNT == 8 ? 5 : 8;

    /** Stretches that a register tile adds up at a time: what they take of w stays in the first cache. */
    private static final int TOGETHER = 8;

    float[] x = {};
    float[] w = {};
    float[] y = {};
    /** Where stretches start in x and in w, and how many columns of x and rows of w they are. */
    int[] inputs = {};

    int[] filters = {};
    int[] depths = {};
    /** The stretches that a register tile adds up. */
    int first;

    int end;

    /** From a row of x to the next. */
    int xRow;

    private int count;
    private int whole;

    /** Multiplies {@code count} rows, with x and w from {@code x0} and {@code w0} on. */
    void run(PixelPlan.Stretches stretches, int count, int x0, int w0) {
        this.count = count;
        whole = count / ROWS * ROWS;
        y = Kept.atLeast(y, (whole + ROWS) * Layout.FILTER_BLOCK);
        Arrays.fill(y, 0, Layout.FIRST + (whole + ROWS) * Layout.FILTER_BLOCK, 0);
        inputs = stretches.x();
        filters = stretches.w();
        depths = stretches.depth();
        int all = depths.length;
        for (first = 0; first < all; first = end) {
            end = Math.min(first + TOGETHER, all);
            for (int row = 0; row < whole; row += ROWS) {
                tile(x0 + row * xRow, w0, row);
            }
            if (whole < count) {
                // the last rows, some of them again
                tile(x0 + (count - ROWS) * xRow, w0, whole);
            }
        }
    }

    /** Where a row of y starts. */
    int row(int row) {
        return Layout.FIRST + (row < whole ? row : row + whole + ROWS - count) * Layout.FILTER_BLOCK;
    }

    private void tile(int x0, int w0, int row) {
        for (int o = 0; o < Layout.FILTER_BLOCK; o += 2 * Lanes.COUNT) {
            int y0 = Layout.FIRST + row * Layout.FILTER_BLOCK + o;
            if (ROWS == 8) {
                PixelTile8.run(this, x0, w0 + o, y0);
            } else {
                PixelTile5.run(this, x0, w0 + o, y0);
            }
        }
    }
}
