package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How the gradient of a filter is cut. A task adds up the pixels of one slot for the channel blocks of one group, strip
 * by strip. Groups divide the rows of the filter; slots and strips divide the sums over pixels, in a number that only
 * the size decides.
 */
final class GradientPlan {
    /** Rows of a register tile. */
    static final int TILE = Lanes.COUNT == 8 ? 4 : 8;
    /** Pixels of a strip: few enough that 32 numbers of dy for each stay in the first cache, and rounding errors small. */
    static final int PIXELS = 200;
    /** Floats of a group's sums: they and a strip's windows fit the second cache. */
    private static final int SUMS = 81_920;
    /** Floats of a pixel's windows in a group: a strip's take no more room than the sums. */
    private static final int WIDTH = 320;
    /** Tasks: enough to keep many threads evenly busy, */
    private static final int TASKS = 32;
    /** but no more slots than have so many pixels: each slot's sums are added to the others'. */
    private static final int LEAST = 400;

    final Windows windows;
    final int groups;
    final int slots;
    /** Rows of the filter: its input channels and taps. */
    final int rows;

    private final int[][] places;

    GradientPlan(ConvolutionSize size) {
        windows = Windows.byBlock(Correlation.forward(size));
        rows = windows.blocks * windows.blockDepth;
        int outputs = Layout.filterBlocks(size.k()) * Layout.FILTER_BLOCK;
        int most = Math.min(SUMS / outputs, WIDTH);
        int together = Math.clamp(most / windows.blockDepth, 1, windows.blocks);
        groups = Math.ceilDiv(windows.blocks, together);
        slots = Math.clamp(TASKS / groups, 1, Math.ceilDiv(windows.pixels(), LEAST));
        places = new int[groups][];
        Arrays.setAll(places, group -> IntStream.range(
                        block(group) * windows.blockDepth, block(group + 1) * windows.blockDepth)
                .map(row -> row * Layout.FILTER_BLOCK)
                .toArray());
    }

    /** Where a group's channel blocks start. */
    int block(int group) {
        return windows.blocks * group / groups;
    }

    /** Where the sums of a group's rows lie. */
    int[] places(int group) {
        return places[group];
    }

    /** Where a slot's pixels start. */
    int slot(int slot) {
        return (int) ((long) windows.pixels() * slot / slots);
    }

    /** Strips of a slot. */
    int strips(int slot) {
        return Math.ceilDiv(slot(slot + 1) - slot(slot), PIXELS);
    }

    /** Where a strip of a slot starts. */
    int strip(int slot, int strip) {
        return slot(slot) + (int) ((long) (slot(slot + 1) - slot(slot)) * strip / strips(slot));
    }
}
