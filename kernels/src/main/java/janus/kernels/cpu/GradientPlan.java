package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import org.jspecify.annotations.Nullable;

/**
 * How the gradient of a filter is cut. A strip is a stretch of pixels that a core's cache holds; each tap has its own
 * list of a strip's pixels, those where it reads the map and not its padding. A task adds the strips of one slot to the
 * rows of one group: groups divide the (channel block, tap, channel), slots divide the sums over strips, both in a
 * number that only the size decides.
 */
final class GradientPlan {
    /** Rows of a register tile. */
    static final int TILE = Lanes.COUNT == 8 ? 4 : 8;
    /** Pixels of a strip: few enough that a vector of dy for each stays in the first cache, and the sums are exact. */
    static final int PIXELS = 128;
    /** Floats of a group's sums: they and a strip's maps fit the second cache. */
    private static final int SUMS = 81_920;
    /** Tasks, where so many strips exist: enough to keep many threads evenly busy. */
    private static final int TASKS = 32;

    final ConvolutionSize z;
    /** Taps, or for an IMAGE rows of the filter: all columns and channels of a row are neighbours in its copy. */
    final int taps;
    /** Channel blocks; 1 for an IMAGE. */
    final int blocks;
    /** Numbers of x that a pixel and a tap meet in a block. */
    final int live;
    /** Rows of sums of a block and a tap; those from {@link #live} on are of no use. */
    final int rows;
    /** Images of a strip; more than 1 only if it takes them whole. */
    final int images;
    /** Output rows of a strip. */
    final int height;
    /** Strips of an image. */
    final int bands;

    final int strips;
    final int groups;
    final int slots;
    /** Floats of the sums of 32 output channels. */
    final int length;
    /** Padded copy that stands for an IMAGE. */
    final @Nullable DirectPlan copy;
    /** For each band and tap: pairs of a pixel's place in x and in dy, image after image. */
    final int[][][] pixels;

    private GradientPlan(ConvolutionSize z, int taps, int blocks, int live, int rows, @Nullable DirectPlan copy) {
        this.z = z;
        this.taps = taps;
        this.blocks = blocks;
        this.live = live;
        this.rows = rows;
        this.copy = copy;
        int pixelsOfImage = z.p() * z.q();
        images = copy != null ? copy.imagesPerUnit : Math.clamp(PIXELS / pixelsOfImage, 1, z.n());
        int most = copy != null ? copy.rowsPerUnit : Math.clamp(PIXELS / z.q(), 1, z.p());
        height = Math.ceilDiv(z.p(), Math.ceilDiv(z.p(), most));
        bands = Math.ceilDiv(z.p(), height);
        strips = Math.ceilDiv(z.n(), images) * bands;
        length = blocks * taps * rows * Layout.FILTER_BLOCK;
        int sumsOfBlock = taps * rows * Layout.filterBlocks(z.k()) * Layout.FILTER_BLOCK;
        groups = Math.ceilDiv(blocks, Math.clamp(SUMS / sumsOfBlock, 1, blocks));
        slots = Math.clamp(TASKS / groups, 1, strips);
        pixels = new int[bands][taps][];
    }

    static GradientPlan blocked(ConvolutionSize z) {
        int live = Math.min(z.c(), Layout.BLOCK);
        GradientPlan plan = new GradientPlan(z, z.r() * z.s(), Layout.blocks(z.c()), live, Layout.BLOCK, null);
        for (int band = 0; band < plan.bands; band++) {
            for (int tap = 0; tap < plan.taps; tap++) {
                plan.pixels[band][tap] = plan.list(band, tap / z.s() - z.pad(), tap % z.s() - z.pad());
            }
        }
        return plan;
    }

    private int[] list(int band, int dh, int dw) {
        int left = first(z, dw);
        int columns = Math.max(0, end(z, dw, z.w(), z.q()) - left);
        int top = Math.max(first(z, dh), band * height);
        int rows = Math.max(0, Math.min(end(z, dh, z.h(), z.p()), (band + 1) * height) - top);
        int[] pairs = new int[2 * images * rows * columns];
        for (int i = 0; i < pairs.length / 2; i++) {
            int n = i / (rows * columns);
            int p = top + i / columns % rows;
            int q = left + i % columns;
            pairs[2 * i] = Layout.activation(z.c(), z.h(), z.w(), n, 0, p * z.stride() + dh, q * z.stride() + dw);
            pairs[2 * i + 1] = Layout.activation(z.k(), z.p(), z.q(), n, 0, p, q);
        }
        return pairs;
    }

    /** The first place on the lattice where {@code offset} is not before the map. */
    private static int first(ConvolutionSize z, int offset) {
        return Math.ceilDiv(Math.max(0, -offset), z.stride());
    }

    /** The place after the last on the lattice where {@code offset} is not behind the map. */
    private static int end(ConvolutionSize z, int offset, int extent, int lattice) {
        return Math.min(lattice, Math.ceilDiv(extent - offset, z.stride()));
    }

    static GradientPlan image(ConvolutionSize z) {
        int live = z.s() * z.c();
        DirectPlan copy = DirectPlan.image(z);
        GradientPlan plan = new GradientPlan(z, z.r(), 1, live, Math.ceilDiv(live, TILE) * TILE, copy);
        for (int band = 0; band < plan.bands; band++) {
            for (int r = 0; r < z.r(); r++) {
                plan.pixels[band][r] = plan.list(copy, band, r * copy.rowLength);
            }
        }
        return plan;
    }

    private int[] list(DirectPlan copy, int band, int start) {
        int rows = Math.min(height, z.p() - band * height);
        int[] pairs = new int[2 * images * rows * z.q()];
        for (int i = 0; i < pairs.length / 2; i++) {
            int n = i / (rows * z.q());
            int p = i / z.q() % rows;
            int q = i % z.q();
            pairs[2 * i] = start + n * copy.imageLength() + p * z.stride() * copy.rowLength + q * copy.columnStep;
            pairs[2 * i + 1] = Layout.activation(z.k(), z.p(), z.q(), n, 0, band * height + p, q);
        }
        return pairs;
    }
}
