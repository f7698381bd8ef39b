package janus.kernels.cuda;

import janus.kernels.Device;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens GPUs. */
public final class CudaDevices {
    private CudaDevices() {}

    /** GPU {@code ordinal}, counted from 0; the others as of {@link CudaDevice}. */
    public static Device open(
            int ordinal, boolean bf16, boolean tf32, Normalizer normalizer, @Nullable Path algorithms) {
        CudaLibraries.load();
        return new CudaDevice(ordinal, bf16, tf32, normalizer, algorithms);
    }
}
