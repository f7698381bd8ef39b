package janus.kernels;

import janus.kernels.cpu.CpuDevice;
import janus.kernels.cpu.KernelTable;
import janus.kernels.reference.ReferenceDevice;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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
        return open(name, null);
    }

    /**
     * As {@link #open(String)}; the file {@code kernels} takes the place of the built-in table of the cpu's algorithms.
     *
     * @throws BadKernelTable in one line, naming file and line, if it is no such table
     * @throws IllegalArgumentException in one line, also if another device than a cpu is to use a table
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Device open(String name, @Nullable Path kernels) {
        int processors = Runtime.getRuntime().availableProcessors();
        return switch (name) {
            case "reference" -> {
                if (kernels != null) {
                    throw new IllegalArgumentException("kernel tables are for cpu devices; leave out " + kernels);
                }
                yield new ReferenceDevice();
            }
            case "auto" -> cpu(processors, false, "; chosen because this build has no CUDA device", kernels);
            case "cpu" -> cpu(processors, false, "", kernels);
            case "cpu:strict" -> cpu(processors, true, "", kernels);
            default -> {
                if (name.matches("cpu:[1-9][0-9]{0,3}(:strict)?")) {
                    String[] words = name.split(":");
                    int threads = Integer.parseInt(words[1]);
                    if (threads > CROWD * processors) {
                        throw new IllegalArgumentException(threads + " threads for " + processors
                                + " processors; use at most " + CROWD * processors + ", better cpu");
                    }
                    yield cpu(threads, words.length > 2, "", kernels);
                }
                if (name.matches("cuda(:[a-z0-9:]*)?")) {
                    throw new IllegalArgumentException("this build has no CUDA device; use cpu or auto");
                }
                throw new IllegalArgumentException(
                        "no device \"" + name + "\"; use auto, cpu, cpu:THREADS, cpu:strict or reference");
            }
        };
    }

    private static Device cpu(int threads, boolean strict, String reason, @Nullable Path kernels) {
        KernelTable table = kernels == null ? KernelTable.builtIn() : KernelTable.read(kernels);
        return new CpuDevice(threads, strict, reason, table);
    }
}
