package janus.kernels;

import janus.kernels.cpu.CpuDevice;
import janus.kernels.reference.ReferenceDevice;

/** Opens devices by name. */
public final class Devices {
    private Devices() {}

    /**
     * {@code "cpu"} with a thread for each processor, {@code "cpu:4"} with four, or {@code "reference"}.
     *
     * @throws IllegalArgumentException in one line, if no such device is in this build or the name is none
     */
    public static Device open(String name) {
        return switch (name) {
            case "reference" -> new ReferenceDevice();
            case "cpu" -> new CpuDevice(Runtime.getRuntime().availableProcessors());
            default -> {
                if (name.matches("cpu:[1-9][0-9]{0,3}")) {
                    yield new CpuDevice(Integer.parseInt(name.substring(4)));
                }
                throw new IllegalArgumentException("no device \"" + name + "\"; use cpu, cpu:THREADS or reference");
            }
        };
    }
}
