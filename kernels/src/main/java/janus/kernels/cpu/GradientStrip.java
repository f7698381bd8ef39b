package janus.kernels.cpu;

/** What one thread's tiles read and add to: a strip of pixels, and their sums. */
final class GradientStrip {
    private static final int LANES = Lanes.COUNT;

    final ReadAhead ahead = new ReadAhead();

    /** What pixels meet, from {@link #from} on, {@link #apart} floats from one to the next. */
    float[] x = {};

    int from;
    int apart;
    /** Floats from 16 numbers that a pixel meets to the next: 16 where all lie side by side. */
    int stretch = Layout.BLOCK;

    /** dy [channel block][pixel][16], from {@link #first} on, {@link #block} floats from a block to the next. */
    float[] dy = {};
    /** Room for it where it lies apart. */
    float[] copied = {};

    int first = Layout.FIRST;
    int block;
    int pixels;
    /** [k/32][row of the filter][32]. */
    float[] sums = {};
    /** Where, from the first of 32 output channels on, the sums lie of each number that a pixel meets. */
    int[] places = {};
    /** Whether sums are added to, or overwritten. */
    boolean adds;

    /**
     * Adds {@code blocks} channel blocks of dy times what pixels meet, in register tiles of so many {@code rows}, to the
     * sums from {@code start} on, {@code all} floats from 32 output channels to the next.
     */
    void add(int rows, int blocks, int start, int all) {
        int end = blocks * Layout.BLOCK;
        for (int k = 0; k < end; k += 2 * LANES) {
            // of an odd last block a vector is taken twice, to the same end
            int next = k + LANES < end ? k + LANES : k;
            tiles(rows, output(k), output(next), sum(start, all, k), sum(start, all, next));
        }
    }

    private int output(int k) {
        return first + k / Layout.BLOCK * block + k % Layout.BLOCK;
    }

    private static int sum(int start, int all, int k) {
        return start + k / Layout.FILTER_BLOCK * all + k % Layout.FILTER_BLOCK;
    }

    private void tiles(int rows, int y0, int y1, int to0, int to1) {
        for (int row = 0; row < places.length; row += rows) {
            int x0 = from + row / Layout.BLOCK * stretch + row % Layout.BLOCK;
            switch (rows) {
                case 8 -> StripTile8.run(this, row, x0, y0, y1, to0, to1);
                case 7 -> StripTile7.run(this, row, x0, y0, y1, to0, to1);
                default -> StripTile4.run(this, row, x0, y0, y1, to0, to1);
            }
        }
    }
}
