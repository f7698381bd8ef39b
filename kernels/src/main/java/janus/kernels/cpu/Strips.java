package janus.kernels.cpu;

/**
 * Strips of an ACTIVATION [n,c,hw]: pixels of one channel block, few enough for a core's cache, cut by sizes alone.
 * The strips of a block have consecutive numbers, so that sums over strips have a fixed tree.
 */
record Strips(int n, int c, int hw) {
    /** Pixels in a strip at most, unless an image has more and is cut evenly: 64 KiB a tensor. */
    private static final int PIXELS = 1024;

    int blocks() {
        return Layout.blocks(c);
    }

    private int images() {
        return Math.max(1, PIXELS / hw);
    }

    private int cuts() {
        return Math.ceilDiv(hw, PIXELS);
    }

    int perBlock() {
        return Math.ceilDiv(n, images()) * cuts();
    }

    int count() {
        return blocks() * perBlock();
    }

    int block(int strip) {
        return strip / perBlock();
    }

    /** Pixels of a strip, over all its images. */
    int pixels(int strip) {
        int slot = strip % perBlock();
        int first = slot / cuts() * images();
        int cut = slot % cuts();
        return (Math.min(n, first + images()) - first) * (border(cut + 1) - border(cut));
    }

    /** Visits the runs of contiguous pixels that make up a strip. */
    void each(int strip, Run run) {
        int slot = strip % perBlock();
        int first = slot / cuts() * images();
        int from = border(slot % cuts());
        int pixels = border(slot % cuts() + 1) - from;
        int last = Math.min(n, first + images());
        for (int image = first; image < last; image++) {
            run.accept(((image * blocks() + block(strip)) * hw + from) * Layout.BLOCK, pixels);
        }
    }

    /** Adds up what each strip left in its {@code width} places of {@code sums}: block i's from i·width on. */
    double[] totals(float[] sums, int width) {
        double[] totals = new double[blocks() * width];
        for (int i = 0; i < count() * width; i++) {
            totals[block(i / width) * width + i % width] += sums[i];
        }
        return totals;
    }

    private int border(int cut) {
        return (int) ((long) hw * cut / cuts());
    }

    /** {@code pixels} contiguous pixels whose first lane is {@code from} floats after the buffer's first. */
    interface Run {
        void accept(int from, int pixels);
    }
}
