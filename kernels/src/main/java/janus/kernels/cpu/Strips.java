package janus.kernels.cpu;

/**
 * Strips of an ACTIVATION [n,c,hw]: pixels of one channel block, few enough for a core's cache, cut by sizes alone. The
 * strips of a block have consecutive numbers, so that sums over strips have a fixed tree.
 */
final class Strips {
    /** Pixels in a strip, about: 64 KiB a tensor. */
    private static final int PIXELS = 1024;

    final int n;
    final int c;
    final int hw;
    private final int blocks;
    /** Whole images in a strip; 1 where an image is cut. */
    private final int images;
    /** Strips an image is cut into. */
    private final int cuts;
    /** Strips of a block. */
    final int perBlock;

    Strips(int n, int c, int hw) {
        this.n = n;
        this.c = c;
        this.hw = hw;
        this.blocks = Layout.blocks(c);
        this.images = Math.max(1, PIXELS / hw);
        this.cuts = Math.ceilDiv(hw, PIXELS);
        this.perBlock = Math.ceilDiv(n, images) * cuts;
    }

    int count() {
        return blocks * perBlock;
    }

    int block(int strip) {
        return strip / perBlock;
    }

    /** Runs {@code run} on all strips in parallel. */
    void run(Workers workers, Run run) {
        run(workers, 0, blocks, run);
    }

    /** Runs {@code run} on the strips of blocks {@code first} … {@code end − 1} in parallel. */
    void run(Workers workers, int first, int end, Run run) {
        workers.run((end - first) * perBlock, part -> each(byImage(first, end, part), run));
    }

    /** The {@code part}-th of those strips if the same images' come together, as threads find them in their caches. */
    int byImage(int first, int end, int part) {
        return (first + part % (end - first)) * perBlock + part / (end - first);
    }

    /** Visits the runs of contiguous pixels that make up a strip. */
    void each(int strip, Run run) {
        int block = block(strip);
        int slot = strip % perBlock;
        int first = slot / cuts * images;
        int from = border(slot % cuts);
        int pixels = border(slot % cuts + 1) - from;
        int last = Math.min(n, first + images);
        for (int image = first; image < last; image++) {
            run.accept(strip, block, ((image * blocks + block) * hw + from) * Layout.BLOCK, pixels);
        }
    }

    /** Adds up what the strips of a channel's block left for it, in 16 numbers each. */
    double total(float[] sums, int channel) {
        int first = channel / Layout.BLOCK * perBlock;
        double total = 0;
        for (int strip = first; strip < first + perBlock; strip++) {
            total += sums[strip * Layout.BLOCK + channel % Layout.BLOCK];
        }
        return total;
    }

    private int border(int cut) {
        return (int) ((long) hw * cut / cuts);
    }

    /** {@code pixels} contiguous pixels whose first lane is {@code from} floats after the buffer's first. */
    interface Run {
        void accept(int strip, int block, int from, int pixels);
    }
}
