package janus.kernels;

import janus.kernels.cpu.CpuDevice;
import janus.kernels.reference.ReferenceDevice;

/** Opens devices by name. */
public final class Devices {
    /** Threads a processor beyond which waiting for each other takes all the time. */
    private static final int CROWD = 16;

    private Devices() {}

    /**
     * {@code "cpu"} with a thread for each processor, {@code "cpu:4"} with four, {@code "reference"}, or {@code "auto"}:
     * the fastest there is, whose description says why it was chosen. {@code "cpu:strict"} and {@code "cpu:4:strict"}
     * take no algorithm but direct sums. A device asked for by name is never replaced by another.
     *
     * @throws IllegalArgumentException in one line, if no such device is in this build or the name is none
     */
    public static Device open(String name) {
        int processors = Runtime.getRuntime().availableProcessors();
        return switch (name) {
            case "reference" -> new ReferenceDevice();
            case "auto" -> new CpuDevice(processors, false, "; chosen because this build has no CUDA device");
            case "cpu" -> new CpuDevice(processors);
            case "cpu:strict" -> new CpuDevice(processors, true, "");
            default -> {
                if (name.matches("cpu:[1-9][0-9]{0,3}(:strict)?")) {
                    String[] words = name.split(":");
                    int threads = Integer.parseInt(words[1]);
                    if (threads > CROWD * processors) {
                        throw new IllegalArgumentException(threads + " threads for " + processors
                                + " processors; use at most " + CROWD * processors + ", better cpu");
                    }
                    yield new CpuDevice(threads, words.length > 2, "");
                }
                if (name.matches("cuda(:[a-z0-9:]*)?")) {
                    throw new IllegalArgumentException("this build has no CUDA device; use cpu or auto");
                }
                throw new IllegalArgumentException(
                        "no device \"" + name + "\"; use auto, cpu, cpu:THREADS, cpu:strict or reference");
            }
        };
    }
}
