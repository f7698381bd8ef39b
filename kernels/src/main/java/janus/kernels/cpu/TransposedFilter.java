package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.List;

/** A FILTER [k/32][c/16][r·s][16][32] with input and output channels exchanged: [c/32][taps in some order][k/16][16][32]. */
final class TransposedFilter {
    private TransposedFilter() {}

    /** The transpose of {@code filter} as it is now, from {@link Layout#FIRST} on; kept with it until it is written again. */
    static float[] of(ConvolutionSize z, CpuBuffer filter, List<Integer> order, Workers workers) {
        int taps = z.r() * z.s();
        int outputs = Layout.blocks(z.k());
        int length = Layout.filterBlocks(z.c()) * order.size() * outputs * Layout.BLOCK * Layout.FILTER_BLOCK;
        return filter.derived(
                order,
                length,
                w -> workers.run(Layout.blocks(z.c()) * outputs, part -> {
                    int c = part / outputs;
                    int k = part % outputs;
                    for (int i = 0; i < order.size(); i++) {
                        int block = (c / 2 * order.size() + i) * outputs + k;
                        int target = Layout.FIRST + block * Layout.BLOCK * Layout.FILTER_BLOCK + c % 2 * Layout.BLOCK;
                        block(z, taps, filter, c, k, order.get(i), w, target);
                    }
                }));
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
