package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/** A FILTER for {@link PairedColumns}, transformed: [k/32][point][row][column of a pair][channel][32]. */
final class WinogradImageFilter {
    private static final int B = Layout.FILTER_BLOCK;

    private WinogradImageFilter() {}

    /** Floats of a point. */
    static int point(ConvolutionSize z) {
        return PairedColumns.depth(z) * B;
    }

    /** Floats of 32 output channels. */
    static int block(ConvolutionSize z) {
        return WinogradRow.POINTS * point(z);
    }

    /** The transformed {@code filter} as it is now, from {@link Layout#FIRST} on; kept with it until it is written again. */
    static float[] of(ConvolutionSize z, CpuBuffer filter) {
        int length = Layout.filterBlocks(z.k()) * block(z);
        return filter.derived(WinogradImageFilter.class, length, u -> {
            Arrays.fill(u, 0);
            each(z, block(z), (tap, g, at) -> {
                for (int point = 0; point < WinogradRow.POINTS; point++) {
                    float scale = WinogradRow.G[point][tap];
                    add(scale, filter.array(), filter.offset() + g, u, Layout.FIRST + at + point * point(z));
                }
            });
        });
    }

    /** The adjoint of {@link #of}: adds to dw what it is of sums, {@code block} floats apart for 32 output channels. */
    static void adjoint(ConvolutionSize z, float[] sums, int block, CpuBuffer dw) {
        each(z, block, (tap, g, at) -> {
            for (int point = 0; point < WinogradRow.POINTS; point++) {
                float scale = WinogradRow.G[point][tap];
                add(scale, sums, Layout.FIRST + at + point * point(z), dw.array(), dw.offset() + g);
            }
        });
    }

    private interface Row {
        /** 32 output channels of a filter, from {@code g} on, are tap {@code tap} of what lies from {@code u} on. */
        void at(int tap, int g, int u);
    }

    private static void each(ConvolutionSize z, int block, Row row) {
        for (int k = 0; k < z.k(); k += B) {
            for (int r = 0; r < z.r(); r++) {
                for (int s = 0; s < z.s(); s++) {
                    for (int c = 0; c < z.c(); c++) {
                        int g = Layout.filter(z.c(), z.r() * z.s(), k, c, r * z.s() + s);
                        row.at(s / 2, g, k / B * block + ((r * 2 + s % 2) * z.c() + c) * B);
                    }
                }
            }
        }
    }

    private static void add(float scale, float[] x, int from, float[] y, int to) {
        for (int i = 0; i < B; i++) {
            y[to + i] += scale * x[from + i];
        }
    }
}
