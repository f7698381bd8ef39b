package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/** A FILTER [k/32][c/16][r·s][16][32] with input and output channels exchanged: [c/32][k/16][r·s][16][32]. */
final class TransposedFilter {
    private final float[] w;
    private long version = -1;

    private TransposedFilter(int length) {
        w = new float[length];
    }

    /** The transpose of {@code filter} as it is now; kept with it until it is written again. */
    static float[] of(ConvolutionSize z, CpuBuffer filter, Workers workers) {
        int taps = z.r() * z.s();
        int length = Layout.filterBlocks(z.c()) * Layout.FILTER_BLOCK * Layout.blocks(z.k()) * Layout.BLOCK * taps;
        TransposedFilter transposed =
                filter.derived instanceof TransposedFilter old ? old : new TransposedFilter(length);
        filter.derived = transposed;
        if (transposed.version != filter.version()) {
            workers.run(Layout.blocks(z.c()) * Layout.blocks(z.k()), part -> {
                int c = part / Layout.blocks(z.k());
                int k = part % Layout.blocks(z.k());
                for (int tap = 0; tap < taps; tap++) {
                    int target = Layout.filter(z.k(), taps, c * Layout.BLOCK, k * Layout.BLOCK, tap);
                    block(z, taps, filter, c, k, tap, transposed.w, target);
                }
            });
            transposed.version = filter.version();
        }
        return transposed.w;
    }

    /** Exchanges the channels of a tap in a block of 16 input and 16 output channels; a block beyond the last is 0. */
    static void block(
            ConvolutionSize z, int taps, CpuBuffer filter, int cBlock, int kBlock, int tap, float[] w, int target) {
        float[] from = filter.array();
        int source = filter.offset() + Layout.filter(z.c(), taps, kBlock * Layout.BLOCK, cBlock * Layout.BLOCK, tap);
        boolean beyond = cBlock >= Layout.blocks(z.c());
        for (int k = 0; k < Layout.BLOCK; k++) {
            int to = target + k * Layout.FILTER_BLOCK;
            for (int c = 0; c < Layout.BLOCK; c++) {
                w[to + c] = beyond ? 0 : from[source + c * Layout.FILTER_BLOCK + k];
            }
        }
    }
}
