package janus.kernels.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import janus.kernels.Device;

/** CUDA devices on the emulated GPU, which this process has loaded. */
public final class EmulatedDevices {
    private EmulatedDevices() {}

    /** {@code cuda:0}, {@code cuda:0:bf16}, and each with {@code :cudnn-norm} behind it. */
    public static Device open(String name) {
        load();
        Normalizer normalizer = name.endsWith(Normalizer.CUDNN.word) ? Normalizer.CUDNN : Normalizer.OWN;
        return new CudaDevice(0, name.contains(":bf16"), false, normalizer, null);
    }

    /** The emulated GPU; skips the test, loudly, where it cannot be compiled. */
    public static Emulation load() {
        assumeTrue(EmulatedGpu.possible());
        return EmulatedGpu.load();
    }
}
