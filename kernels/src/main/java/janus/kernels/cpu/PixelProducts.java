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

    float[] x = {};
    float[] w = {};
    float[] y = {};
    /** Columns of x, and rows of w, in a stretch. */
    int depth;

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
        for (int i = 0; i < stretches.x().length; i++) {
            depth = stretches.depth()[i];
            int xi = x0 + stretches.x()[i];
            int wi = w0 + stretches.w()[i];
            for (int row = 0; row < whole; row += ROWS) {
                tile(xi + row * xRow, wi, row);
            }
            if (whole < count) {
                // the last rows, some of them again
                tile(xi + (count - ROWS) * xRow, wi, whole);
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
