package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/** A FILTER for {@link ImageRows}, turned in all ways: [turn][k/32][s][c][row of the image modulo r][32]. */
final class ImageFilter {
    private ImageFilter() {}

    /** The rearranged {@code filter} as it is now, from {@link Layout#FIRST} on; kept with it until it is written again. */
    static float[] of(ConvolutionSize z, CpuBuffer filter) {
        int length = z.r() * length(z);
        return filter.derived(ImageFilter.class, length, w -> {
            for (int i = 0; i < length / Layout.FILTER_BLOCK; i++) {
                int block = i / ImageRows.depth(z);
                int from = filter.offset() + place(z, block / Layout.filterBlocks(z.k()), block, i);
                int to = Layout.FIRST + i * Layout.FILTER_BLOCK;
                System.arraycopy(filter.array(), from, w, to, Layout.FILTER_BLOCK);
            }
        });
    }

    /** Floats of one turn. */
    static int length(ConvolutionSize z) {
        return Layout.filterBlocks(z.k()) * ImageRows.depth(z) * Layout.FILTER_BLOCK;
    }

    /** Where in a FILTER row {@code i} of a turn lies, of the block of 32 output channels {@code block} modulo all. */
    private static int place(ConvolutionSize z, int turn, int block, int i) {
        int r = Math.floorMod(i - turn, z.r());
        int c = i / z.r() % z.c();
        int s = i / (z.r() * z.c()) % z.s();
        int k = block % Layout.filterBlocks(z.k()) * Layout.FILTER_BLOCK;
        return Layout.filter(z.c(), z.r() * z.s(), k, c, r * z.s() + s);
    }

    /** Copies sums of the first turn, {@code block} floats apart for 32 output channels, to where a FILTER has its rows. */
    static void arrange(ConvolutionSize z, float[] sums, int block, CpuBuffer dw) {
        for (int k = 0; k < Layout.filterBlocks(z.k()); k++) {
            for (int i = 0; i < ImageRows.depth(z); i++) {
                int from = Layout.FIRST + k * block + i * Layout.FILTER_BLOCK;
                int to = dw.offset() + place(z, 0, k, i);
                System.arraycopy(sums, from, dw.array(), to, Layout.FILTER_BLOCK);
            }
        }
    }
}
