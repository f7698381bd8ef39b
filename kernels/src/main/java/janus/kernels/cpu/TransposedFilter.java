package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.List;

/** A FILTER [k/32][c/16][r·s][16][32] with input and output channels exchanged: [c/32][taps in some order][k/16][16][32]. */
final class TransposedFilter {
    private static final int SIZE = Layout.BLOCK * Layout.FILTER_BLOCK;

    private TransposedFilter() {}

    /** The transpose of {@code filter} as it is now, from {@link Layout#FIRST} on; kept with it until it is written again. */
    static float[] of(ConvolutionSize z, CpuBuffer filter, List<Integer> order, Workers workers, Sweep[] sweeps) {
        int inputs = Layout.blocks(z.c());
        int outputs = Layout.blocks(z.k());
        int length = Layout.filterBlocks(z.c()) * order.size() * outputs * SIZE;
        return filter.derived(
                order,
                length,
                w -> workers.run(sweeps, Layout.filterBlocks(z.k()) * inputs, (sweep, part) -> {
                    int c = part % inputs;
                    int first = part / inputs * 2;
                    readAhead(z, z.r() * z.s(), filter, c, first, sweep.ahead);
                    for (int k = first; k < Math.min(first + 2, outputs); k++) {
                        taps(z, filter, order, c, k, w);
                    }
                }));
    }

    private static void taps(ConvolutionSize z, CpuBuffer filter, List<Integer> order, int c, int k, float[] w) {
        for (int i = 0; i < order.size(); i++) {
            int block = (c / 2 * order.size() + i) * Layout.blocks(z.k()) + k;
            int target = Layout.FIRST + block * SIZE + c % 2 * Layout.BLOCK;
            block(z, z.r() * z.s(), filter, c, k, order.get(i), w, target);
        }
    }

    /** Brings a block of input channels to the cache, and two of output channels: those of a tap are read by turns. */
    static void readAhead(ConvolutionSize z, int taps, CpuBuffer filter, int cBlock, int kBlock, ReadAhead ahead) {
        int at = Layout.filter(z.c(), taps, kBlock * Layout.BLOCK, cBlock * Layout.BLOCK, 0);
        ahead.read(filter.array(), filter.offset() + at, cBlock < Layout.blocks(z.c()) ? taps * SIZE : 0);
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
