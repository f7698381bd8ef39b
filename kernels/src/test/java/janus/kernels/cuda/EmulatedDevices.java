package janus.kernels.cuda;

import janus.kernels.Device;
import java.nio.file.Path;
import java.util.List;

/** CUDA devices on the emulated GPU, which this process has loaded. */
public final class EmulatedDevices {
    private EmulatedDevices() {}

    /** {@code cuda:0} or {@code cuda:0:bf16}. */
    public static Device open(String name) {
        load();
        return new CudaDevice(0, name.endsWith(":bf16"));
    }

    /** The libraries, loaded before JCuda looks for them. */
    static Emulation load() {
        Path folder = EmulatedGpu.libraries();
        for (String library : List.of("libcuda.so.1", "libcublasLt.so.12", "libcublas.so.12", "libcudnn.so.9")) {
            System.load(folder.resolve(library).toString());
        }
        return new Emulation(folder);
    }
}
