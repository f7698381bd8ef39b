package janus.kernels.parity;

import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.cpu.CpuProbe;
import janus.kernels.cuda.CudaProbe;
import janus.kernels.cuda.EmulatedDevices;
import java.util.List;

/** A device that tests compare with the reference, and what it stores feature maps in: here they join, by name. */
record DeviceUnderTest(String name, Probe probe, Precision precision) {
    private static final List<DeviceUnderTest> ALL = List.of(
            new DeviceUnderTest("reference", Probe.NONE, Precision.FLOAT32),
            new DeviceUnderTest("cpu:2", new CpuProbe(), Precision.FLOAT32),
            new DeviceUnderTest("cuda:0", new CudaProbe(false), Precision.FLOAT32),
            new DeviceUnderTest("cuda:0:bf16", new CudaProbe(true), Precision.BF16),
            new DeviceUnderTest("cuda:0:cudnn-norm", new CudaProbe(false), Precision.FLOAT32),
            new DeviceUnderTest("cuda:0:bf16:cudnn-norm", new CudaProbe(true), Precision.BF16));

    /**
     * Those whose name starts with the property {@code janus.device}; without it all but CUDA's, which want a process of
     * their own, as an emulated GPU takes the place of any real one there.
     */
    static List<DeviceUnderTest> all() {
        String wanted = System.getProperty("janus.device");
        return ALL.stream()
                .filter(d -> wanted == null ? !d.name.startsWith("cuda") : d.name.startsWith(wanted))
                .toList();
    }

    /** On the GPU of this machine where the property {@code janus.gpu} is {@code real}. */
    Device open() {
        boolean emulated =
                name.startsWith("cuda") && !System.getProperty("janus.gpu", "").equals("real");
        return emulated ? EmulatedDevices.open(name) : Devices.open(name);
    }
}
