package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/** The ways to convolve an IMAGE. */
enum ImageAlgorithm {
    DIRECT,
    /** {@link WinogradRow} over {@link PairedColumns}. */
    WINOGRAD;

    /** What is fastest: half the products, where a tile of outputs is not larger than their row. */
    static ImageAlgorithm of(ConvolutionSize z, boolean strict) {
        boolean fits = z.stride() == 2 && (z.s() + 1) / 2 == WinogradRow.TAPS && z.q() >= WinogradRow.OUTPUTS;
        return fits && !strict ? WINOGRAD : DIRECT;
    }

    /** {@code w} in the form that an {@link ImageSweep} takes, kept with it until it is written again. */
    float[] filter(ConvolutionSize z, CpuBuffer w) {
        return this == DIRECT ? ImageFilter.of(z, w) : WinogradImageFilter.of(z, w);
    }

    /** Floats of the sums of 32 output channels that an {@link ImageGradientSweep} adds to. */
    int sums(ConvolutionSize z) {
        return this == DIRECT ? DirectImageGradient.block(z) : WinogradImageGradient.block(z);
    }

    /** Makes dw of such sums, which lie from {@link Layout#FIRST} on. */
    void gradient(ConvolutionSize z, float[] sums, CpuBuffer dw) {
        Arrays.fill(dw.array(), dw.offset(), dw.offset() + dw.length(), 0);
        if (this == DIRECT) {
            ImageFilter.arrange(z, sums, sums(z), dw);
        } else {
            WinogradImageFilter.adjoint(z, sums, sums(z), dw);
        }
    }
}
