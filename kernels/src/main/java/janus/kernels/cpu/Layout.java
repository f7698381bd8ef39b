package janus.kernels.cpu;

import janus.kernels.Role;
import janus.kernels.Shape;

/** Where the elements of a buffer lie, and how many floats it spans. */
final class Layout {
    /** Channels in a block: one AVX-512 vector, two of AVX2, four of 128 bits. */
    static final int BLOCK = 16;
    /** Output channels in a block of a filter. */
    static final int FILTER_BLOCK = 32;

    private Layout() {}

    static int blocks(int channels) {
        return (channels + BLOCK - 1) / BLOCK;
    }

    static int length(Shape shape, Role role) {
        return switch (role) {
            case PLAIN, IMAGE -> shape.size();
            case ACTIVATION -> shape.at(0) * blocks(shape.at(1)) * shape.at(2) * shape.at(3) * BLOCK;
            case FILTER -> filterBlocks(shape.at(0)) * FILTER_BLOCK * blocks(shape.at(1)) * BLOCK * shape.at(2) * shape.at(3);
        };
    }

    static int filterBlocks(int k) {
        return (k + FILTER_BLOCK - 1) / FILTER_BLOCK;
    }

    /** Index of x[n,c,h,w] in an ACTIVATION with {@code channels} × {@code height} × {@code width}. */
    static int activation(int channels, int height, int width, int n, int c, int h, int w) {
        return (((n * blocks(channels) + c / BLOCK) * height + h) * width + w) * BLOCK + c % BLOCK;
    }

    /** Index of w[k,c,rs] in a FILTER with {@code channels} input channels and {@code taps} = r·s. */
    static int filter(int channels, int taps, int k, int c, int rs) {
        return (((k / FILTER_BLOCK * blocks(channels) + c / BLOCK) * taps + rs) * BLOCK + c % BLOCK) * FILTER_BLOCK
                + k % FILTER_BLOCK;
    }
}
