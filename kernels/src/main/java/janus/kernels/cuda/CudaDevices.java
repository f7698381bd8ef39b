package janus.kernels.cuda;

import janus.kernels.Device;

/** Opens GPUs. */
public final class CudaDevices {
    private CudaDevices() {}

    /** GPU {@code ordinal}, counted from 0; {@code bf16} and {@code tf32} as of {@link CudaDevice}. */
    public static Device open(int ordinal, boolean bf16, boolean tf32) {
        CudaLibraries.load();
        return new CudaDevice(ordinal, bf16, tf32);
    }
}
