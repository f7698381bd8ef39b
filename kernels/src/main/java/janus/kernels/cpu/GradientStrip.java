package janus.kernels.cpu;

/** What one thread's tiles read and add to: a strip of pixels, and their sums. */
final class GradientStrip {
    /** What pixels meet, {@link #apart} floats from one to the next. */
    float[] x = {};
    /** dy [k/32][pixel][32]. */
    float[] dy = {};
    /** [k/32][row of the filter][32]. */
    float[] sums = {};

    int apart;
    int pixels;
    /** Whether sums are added to, or overwritten. */
    boolean adds;

    /**
     * Adds {@code count} pixels of {@code out} from {@code first} on, in all {@code k} output channels, to {@code rows}
     * rows of the sums from {@code start} on, which has {@code all} rows. An image of dy has {@code image} pixels.
     */
    void add(CpuBuffer out, int k, int image, int first, int count, int rows, int start, int all) {
        pixels = count;
        int blocks = Layout.filterBlocks(k);
        if (dy.length < blocks * count * Layout.FILTER_BLOCK) {
            dy = new float[blocks * count * Layout.FILTER_BLOCK];
        }
        gradients(out, Layout.blocks(k), image, first);
        for (int block = 0; block < blocks; block++) {
            for (int o = 0; o < Layout.FILTER_BLOCK; o += 2 * Lanes.COUNT) {
                int y = block * count * Layout.FILTER_BLOCK + o;
                tiles(rows, y, start + block * all * Layout.FILTER_BLOCK + o);
            }
        }
    }

    private void tiles(int rows, int y, int sum) {
        for (int row = 0; row < rows; row += GradientPlan.TILE) {
            if (GradientPlan.TILE == 8) {
                StripTile8.run(this, row, y, sum + row * Layout.FILTER_BLOCK);
            } else {
                StripTile4.run(this, row, y, sum + row * Layout.FILTER_BLOCK);
            }
        }
    }

    /** Copies the strip's pixels of dy, which has so many channel blocks. */
    private void gradients(CpuBuffer out, int blocks, int image, int first) {
        int stretch;
        for (int done = 0; done < pixels; done += stretch) {
            int n = (first + done) / image;
            int pixel = (first + done) % image;
            stretch = Math.min(image - pixel, pixels - done);
            for (int block = 0; block < blocks + blocks % 2; block++) {
                int to = (block / 2 * pixels + done) * Layout.FILTER_BLOCK + block % 2 * Layout.BLOCK;
                if (block < blocks) {
                    int from = out.offset() + ((n * blocks + block) * image + pixel) * Layout.BLOCK;
                    Windows.pixels(out.array(), from, Layout.BLOCK, dy, to, Layout.FILTER_BLOCK, stretch);
                } else {
                    Windows.zeros(dy, to, Layout.FILTER_BLOCK, stretch);
                }
            }
        }
    }
}
