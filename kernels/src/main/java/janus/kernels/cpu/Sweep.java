package janus.kernels.cpu;

import java.util.Arrays;

/**
 * What one thread's tiles read and write: windows of a scratch copy, and where each pixel's sums go. Tiles take pixels
 * by index, so a tile may span rows and images and small maps fill it as large ones do.
 */
final class Sweep {
    /** Pixels a tile may read past the last; they repeat it, and writing it twice does no harm. */
    static final int SLACK = 8;

    final ReadAhead ahead = new ReadAhead();

    /** Copies of the input, zero where the map is padded. */
    float[] x = {};
    /** Index in {@link #x} of each pixel's window. */
    int[] in = {};
    /** Index in {@link #y} of each pixel, to which a channel block's start is added. */
    int[] out = {};

    float[] w = {};
    float[] y = {};
    boolean adds;
    /** Channel blocks of {@link #x}. */
    int blocks;
    /** Where each phase's list of pixels ends in {@link #in} and {@link #out}. */
    int[] ends = {};

    /** Makes room for a unit of {@code plan}; the windows are in {@link #x}. */
    void reserve(DirectPlan plan) {
        int floats = plan.unit * plan.windows.apart(plan.together);
        reserve(floats, plan.phases.size() * (plan.unit + SLACK));
        if (ends.length < plan.phases.size()) {
            ends = new int[plan.phases.size()];
        }
    }

    /** Where the list of a phase's pixels starts. */
    int start(DirectPlan plan, int phase) {
        return phase * (plan.unit + SLACK);
    }

    void reserve(int floats, int pixels) {
        x = Kept.atLeast(x, floats);
        if (in.length < pixels + SLACK) {
            in = new int[pixels + SLACK];
            out = new int[pixels + SLACK];
        }
    }

    void repeatLast(int pixels) {
        Arrays.fill(in, pixels, pixels + SLACK, in[pixels - 1]);
        Arrays.fill(out, pixels, pixels + SLACK, out[pixels - 1]);
    }
}
