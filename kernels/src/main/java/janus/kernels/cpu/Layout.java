package janus.kernels.cpu;

import janus.kernels.Role;
import janus.kernels.Shape;

/** Where the elements of a buffer lie, and how many floats it spans. */
final class Layout {
    /** Channels in a block: one AVX-512 vector, two of AVX2, four of 128 bits. */
    static final int BLOCK = 16;
    /** Output channels in a block of a filter. */
    static final int FILTER_BLOCK = 32;

    /**
     * Where in their arrays buffers and rooms begin. An array's header takes 16 bytes: where all objects lie at multiples
     * of 64, as the launcher asks of the JVM, so does this number, and no vector of theirs lies in two lines of a cache.
     */
    static final int FIRST = 12;

    private Layout() {}

    static int blocks(int channels) {
        return (channels + BLOCK - 1) / BLOCK;
    }

    static int filterBlocks(int k) {
        return (k + FILTER_BLOCK - 1) / FILTER_BLOCK;
    }

    /** Floats a buffer spans, padding included. */
    static int length(Shape shape, Role role) {
        if (role != Role.PLAIN && shape.rank() != 4) {
            throw new IllegalArgumentException(role + " has rank 4, given " + shape);
        }
        long length =
                switch (role) {
                    case PLAIN, IMAGE, BYTES -> shape.size();
                    case ACTIVATION -> (long) shape.at(0) * blocks(shape.at(1)) * BLOCK * shape.at(2) * shape.at(3);
                    case FILTER ->
                        (long) filterBlocks(shape.at(0))
                                * FILTER_BLOCK
                                * blocks(shape.at(1))
                                * BLOCK
                                * shape.at(2)
                                * shape.at(3);
                };
        if (length > Integer.MAX_VALUE - 1024) {
            throw new IllegalArgumentException("more than 2^31 elements with padding: " + role + " " + shape);
        }
        return (int) length;
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

    /** Calls {@code run} for stretches that cover every element once; padding is in none. */
    static void runs(Shape shape, Role role, Run run) {
        switch (role) {
            case PLAIN, IMAGE, BYTES -> run.at(0, 0, shape.size(), 1);
            case ACTIVATION -> {
                int pixels = shape.at(2) * shape.at(3);
                for (int i = 0; i < shape.at(0) * shape.at(1); i++) {
                    int n = i / shape.at(1);
                    int c = i % shape.at(1);
                    int start = activation(shape.at(1), shape.at(2), shape.at(3), n, c, 0, 0);
                    run.at(i * pixels, start, pixels, BLOCK);
                }
            }
            case FILTER -> {
                int taps = shape.at(2) * shape.at(3);
                for (int i = 0; i < shape.at(0) * shape.at(1); i++) {
                    int start = filter(shape.at(1), taps, i / shape.at(1), i % shape.at(1), 0);
                    run.at(i * taps, start, taps, BLOCK * FILTER_BLOCK);
                }
            }
        }
    }

    /** Elements {@code outside} … {@code outside + count − 1} in row-major order lie at {@code inside + i·stride}. */
    interface Run {
        void at(int outside, int inside, int count, int stride);
    }
}
