package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Comparator;
import java.util.Locale;

/** All that a kernel table's choice depends on: lanes of a vector, direction, and a convolution but for its batch. */
record ConvolutionKey(int lanes, Direction direction, int c, int k, int h, int w, int r, int s, int stride, int pad) {
    /** By lanes, then in the order of a network: large maps and few channels first. */
    static final Comparator<ConvolutionKey> ORDER = Comparator.comparingInt((ConvolutionKey key) -> -key.lanes)
            .thenComparingInt(key -> key.k)
            .thenComparingInt(key -> key.c)
            .thenComparingInt(key -> -key.h)
            .thenComparingInt(key -> -key.w)
            .thenComparingInt(key -> -key.r)
            .thenComparingInt(key -> -key.s)
            .thenComparingInt(key -> key.stride)
            .thenComparingInt(key -> key.pad)
            .thenComparing(key -> key.direction);

    /** What a convolution computes: y, or the gradient of x or of w. */
    enum Direction {
        FORWARD,
        DATA,
        FILTER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** On this machine's vectors. */
    static ConvolutionKey of(Direction direction, ConvolutionSize z) {
        return new ConvolutionKey(
                Lanes.COUNT, direction, z.c(), z.k(), z.h(), z.w(), z.r(), z.s(), z.stride(), z.pad());
    }
}
