package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/** From which map to which minimal filtering goes; what the first output takes begins {@code pad} before the first input. */
record WinogradSize(Correlation.Map in, Correlation.Map out, int pad) {
    static WinogradSize forward(ConvolutionSize z) {
        return new WinogradSize(Correlation.input(z), Correlation.output(z), z.pad());
    }

    /** From dy to dx. */
    static WinogradSize backwardData(ConvolutionSize z) {
        return new WinogradSize(Correlation.output(z), Correlation.input(z), (2 - z.pad()) / z.stride());
    }
}
