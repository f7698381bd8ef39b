package janus.kernels.cpu;

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
