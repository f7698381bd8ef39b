package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/** What one thread's tiles read and add to. */
final class GradientSweep {
    float[] x = {};
    float[] dy = {};
    /** Sums [k/32][channel block][tap][row][32], as in a FILTER. */
    float[] sums = {};
    /** Pairs of a pixel's place in x and in dy, of which {@code from} … {@code to} − 1 are added. */
    int[] pixels = {};

    int from;
    int to;
    private float[] scratch = {};

    /** Adds a strip to the sums of channel blocks {@code block} … {@code end} − 1; the filter's start at {@code sum}. */
    void add(GradientPlan plan, CpuBuffer in, CpuBuffer out, int strip, int block, int end, int sum) {
        ConvolutionSize z = plan.z;
        int n = strip / plan.bands * plan.images;
        int band = strip % plan.bands;
        int images = Math.min(plan.images, z.n() - n);
        int at = plan.copy == null ? map(z, in, n) : copy(plan.copy, in, n, images, band * plan.height);
        dy = out.array();
        int y = out.offset() + Layout.activation(z.k(), z.p(), z.q(), n, 0, 0, 0);
        int plane = z.p() * z.q() * Layout.BLOCK;
        for (from = 0; from < 2 * images * plan.height * z.q(); from += 2 * GradientPlan.PIXELS) {
            for (int k = 0; k < Layout.blocks(z.k()) * Layout.BLOCK; k += 2 * Lanes.COUNT) {
                int k1 = k + Lanes.COUNT < Layout.blocks(z.k()) * Layout.BLOCK ? k + Lanes.COUNT : k;
                int to0 = sum + k / Layout.FILTER_BLOCK * plan.length + k % Layout.FILTER_BLOCK;
                for (int tap = 0; tap < plan.taps; tap++) {
                    pixels = plan.pixels[band][tap];
                    to = Math.min(from + 2 * GradientPlan.PIXELS, pixels.length / plan.images * images);
                    for (int c = block; c < end; c++) {
                        int row = to0 + (c * plan.taps + tap) * plan.rows * Layout.FILTER_BLOCK;
                        tiles(
                                plan.live,
                                at + c * z.h() * z.w() * Layout.BLOCK,
                                y + channel(k, plane),
                                y + channel(k1, plane),
                                row,
                                row + k1 - k);
                    }
                }
            }
        }
    }

    private static int channel(int k, int plane) {
        return k / Layout.BLOCK * plane + k % Layout.BLOCK;
    }

    private int map(ConvolutionSize z, CpuBuffer in, int n) {
        x = in.array();
        return in.offset() + Layout.activation(z.c(), z.h(), z.w(), n, 0, 0, 0);
    }

    private int copy(DirectPlan copy, CpuBuffer image, int n, int images, int top) {
        int length = copy.imagesPerUnit * copy.imageLength() + GradientPlan.TILE;
        if (scratch.length < length) {
            scratch = new float[length];
        }
        for (int i = 0; i < images; i++) {
            Scratch.fill(copy, image, n + i, top, scratch, i * copy.imageLength());
        }
        x = scratch;
        return 0;
    }

    void tiles(int live, int at, int y0, int y1, int sum0, int sum1) {
        for (int row = 0; row < live; row += GradientPlan.TILE) {
            int s = row * Layout.FILTER_BLOCK;
            if (GradientPlan.TILE == 8) {
                FilterTile8.run(this, at + row, y0, y1, sum0 + s, sum1 + s);
            } else {
                FilterTile4.run(this, at + row, y0, y1, sum0 + s, sum1 + s);
            }
        }
    }
}
