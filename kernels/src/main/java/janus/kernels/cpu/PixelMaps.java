package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/**
 * 3×3 convolutions of a few maps of 2 × 2 or of 4 columns: the outputs of a map, or of a row, by a vector or two of
 * channels are a register tile, which one image fills. So a filter comes from memory once.
 */
final class PixelMaps {
    private static final int LANES = Lanes.COUNT;
    private static final int B = Layout.BLOCK;

    static final int COLUMNS = 4;
    static final int SMALL = 2;
    /** Images, at most: more fill the register tiles of other algorithms. */
    private static final int MOST = 3;
    /** Whether registers hold the outputs of 4 × 4 beside the taps that they are summed by. */
    private static final boolean LARGE = Lanes.FMA && LANES == B;
    /** Channel blocks that are read ahead: of rows, which read them again, the first cache holds those of 36 KiB. */
    private static final int TOGETHER = LARGE ? 4 : 2;

    /** Floats of a row of taps, and of all. */
    static final int ROW = 3 * PixelPlan.TAP;

    static final int FILTER = 3 * ROW;

    private final ReadAhead ahead = new ReadAhead();
    float[] x = {};
    float[] w = {};
    /** Sums [image][half of 32 output channels][pixel][16], from {@link Layout#FIRST} on. */
    float[] y = {};
    /** Channel blocks of x that are summed, and floats from one to the next. */
    int blocks;

    int plane;

    static boolean fits(ConvolutionSize z) {
        boolean filter = z.r() == 3 && z.s() == 3 && z.stride() == 1 && z.pad() == 1;
        boolean map = z.w() == COLUMNS || Lanes.FMA && z.w() == SMALL && z.h() == SMALL;
        return filter && map && z.n() <= MOST;
    }

    /** Where the sums of an image of so many pixels begin, from one of the 32 output channels on. */
    static int at(int pixels, int n, int channel) {
        return Layout.FIRST + (2 * n + channel / B) * pixels * B + channel % B;
    }

    /** Sums what all pixels meet, for 32 output channels from 32·k on. */
    void sum(PixelPlan plan, CpuBuffer x, CpuBuffer w, int k) {
        int length = plan.z.n() * plan.outputs * Layout.FILTER_BLOCK;
        y = Kept.atLeast(y, length);
        Arrays.fill(y, Layout.FIRST, Layout.FIRST + length, 0);
        this.x = x.array();
        this.w = w.array();
        plane = plan.inputs * B;
        boolean small = plan.z.w() == SMALL;
        int together = small ? plan.cBlocks : TOGETHER;
        for (int c = 0; c < plan.cBlocks; c += together) {
            blocks = Math.min(together, plan.cBlocks - c);
            int filter = w.offset() + (k * plan.cBlocks + c) * FILTER;
            if (!small) { // small maps have so few products for a number of a filter that they wait for nothing else
                ahead.read(this.w, filter, blocks * FILTER);
            }
            for (int n = 0; n < plan.z.n(); n++) {
                sum(plan.z, n, x.offset() + (n * plan.cBlocks + c) * plane, filter);
            }
        }
    }

    private void sum(ConvolutionSize z, int n, int x0, int w0) {
        int pixels = z.h() * z.w();
        if (z.w() == SMALL) {
            for (int o = 0; o < Layout.FILTER_BLOCK; o += 2 * LANES) {
                MapTile2.run(this, x0, w0 + o, at(pixels, n, o), at(pixels, n, o + LANES));
            }
        } else if (z.h() == COLUMNS && LARGE) {
            for (int o = 0; o < Layout.FILTER_BLOCK; o += LANES) {
                MapTile4.run(this, x0, w0 + o, at(pixels, n, o));
            }
        } else {
            for (int row = 0; row < z.h(); row++) {
                row(z.h(), n, row, x0, w0);
            }
        }
    }

    private void row(int height, int n, int row, int map, int filter) {
        int first = Math.max(0, row - 1);
        int rows = Math.min(height, row + 2) - first;
        int x0 = map + first * COLUMNS * B;
        int w0 = filter + (first - row + 1) * ROW;
        for (int o = 0; o < Layout.FILTER_BLOCK; o += 2 * LANES) {
            int y0 = at(height * COLUMNS, n, o) + row * COLUMNS * B;
            int y1 = at(height * COLUMNS, n, o + LANES) + row * COLUMNS * B;
            RowTile.run(this, rows, x0, w0 + o, y0, y1);
        }
    }
}
