package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/** A FILTER for IMAGE input: [k/32][r][s][c][32], without channels that are only padding. */
final class ImageFilter {
    private final float[] w;
    private long version = -1;

    private ImageFilter(int length) {
        w = new float[length];
    }

    /** The rearranged {@code filter} as it is now; kept with it until it is written again. */
    static float[] of(ConvolutionSize z, CpuBuffer filter) {
        int taps = z.r() * z.s();
        int length = Layout.filterBlocks(z.k()) * Layout.FILTER_BLOCK * taps * z.c();
        ImageFilter image = filter.derived instanceof ImageFilter old ? old : new ImageFilter(length);
        filter.derived = image;
        if (image.version != filter.version()) {
            for (int i = 0; i < length / Layout.FILTER_BLOCK; i++) {
                int k = i / (taps * z.c()) * Layout.FILTER_BLOCK;
                int from = filter.offset() + Layout.filter(z.c(), taps, k, i % z.c(), i / z.c() % taps);
                System.arraycopy(filter.array(), from, image.w, i * Layout.FILTER_BLOCK, Layout.FILTER_BLOCK);
            }
            image.version = filter.version();
        }
        return image.w;
    }
}
