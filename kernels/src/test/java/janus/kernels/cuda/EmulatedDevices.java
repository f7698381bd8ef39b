package janus.kernels.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import janus.kernels.Device;

/** CUDA devices on the emulated GPU, which this process has loaded. */
public final class EmulatedDevices {
    private EmulatedDevices() {}

    /** {@code cuda:0} or {@code cuda:0:bf16}. */
    public static Device open(String name) {
        load();
        return new CudaDevice(0, name.endsWith(":bf16"));
    }

    /** The emulated GPU; skips the test, loudly, where it cannot be compiled. */
    public static Emulation load() {
        assumeTrue(EmulatedGpu.possible());
        return EmulatedGpu.load();
    }
}
