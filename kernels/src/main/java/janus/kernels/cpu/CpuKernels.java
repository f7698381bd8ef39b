package janus.kernels.cpu;

import janus.kernels.Kernels;

/** All kernels of this device, a file for each family; {@code workers} runs their loops. */
record CpuKernels(Workers workers, ChosenConvolution chosen, BatchNormalization normalization)
        implements Kernels, CpuConvolutions, CpuNormalization, CpuLosses, CpuReductions, CpuUpdates {

    static CpuKernels of(Workers workers, ChosenConvolution chosen) {
        return new CpuKernels(workers, chosen, new BatchNormalization(workers));
    }
}
