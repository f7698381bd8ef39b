package janus.kernels.cuda;

import janus.kernels.Device;

/** Opens GPUs. */
public final class CudaDevices {
    private CudaDevices() {}

    /** GPU {@code ordinal}, counted from 0, that stores feature maps in bf16 or in float32. */
    public static Device open(int ordinal, boolean bf16) {
        CudaLibraries.load();
        throw new CudaUnavailable(
                "cuda:" + ordinal + (bf16 ? ":bf16" : "") + " computes nothing in this build", "use cpu or auto");
    }
}
