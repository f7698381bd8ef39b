package janus.kernels.parity;

import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.cpu.CpuProbe;
import java.util.List;

/** A device that tests compare with the reference: here they join, by name. */
record DeviceUnderTest(String name, Probe probe) {
    static List<DeviceUnderTest> all() {
        return List.of(new DeviceUnderTest("reference", Probe.NONE), new DeviceUnderTest("cpu:2", new CpuProbe()));
    }

    Device open() {
        return Devices.open(name);
    }
}
