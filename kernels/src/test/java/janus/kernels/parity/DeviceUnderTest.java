package janus.kernels.parity;

import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.cpu.CpuProbe;
import janus.kernels.cuda.CudaProbe;
import janus.kernels.cuda.EmulatedDevices;
import java.util.List;

/** A device that tests compare with the reference: here they join, by name. */
record DeviceUnderTest(String name, Probe probe) {
    private static final List<DeviceUnderTest> ALL = List.of(
            new DeviceUnderTest("reference", Probe.NONE),
            new DeviceUnderTest("cpu:2", new CpuProbe()),
            new DeviceUnderTest("cuda:0", new CudaProbe(false)));

    /** All, or the one that the property {@code janus.device} names. */
    static List<DeviceUnderTest> all() {
        String wanted = System.getProperty("janus.device");
        return ALL.stream().filter(d -> wanted == null || d.name.equals(wanted)).toList();
    }

    Device open() {
        return name.startsWith("cuda") ? EmulatedDevices.open(name) : Devices.open(name);
    }
}
