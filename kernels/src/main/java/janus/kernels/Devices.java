package janus.kernels;

import janus.kernels.cpu.CpuDevice;
import janus.kernels.cuda.CudaDevice;
import janus.kernels.cuda.CudaUnavailable;
import janus.kernels.cuda.Normalizer;
import janus.kernels.reference.ReferenceDevice;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens devices by name. */
public final class Devices {
    /** Threads a processor beyond which waiting for each other takes all the time. */
    private static final int CROWD = 16;

    private Devices() {}

    /**
     * Opens the device of that name, never another:
     *
     * <ul>
     *   <li>{@code "cpu"} with a thread for each processor, {@code "cpu:4"} with four; {@code ":strict"} behind either
     *       computes convolutions by direct sums alone.
     *   <li>{@code "cuda"}, or {@code "cuda:1"} for the second GPU; {@code ":bf16"} behind either stores feature maps in
     *       bf16, {@code ":tf32"} rounds float32 to 10 bits before it multiplies, and {@code ":cudnn-norm"} at the end
     *       has cuDNN normalize batches.
     *   <li>{@code "reference"}: plain loops in float64.
     *   <li>{@code "auto"}: the cpu, as a GPU gives other bits, and other programs may need it.
     * </ul>
     *
     * @throws CudaUnavailable in one line, if a GPU was asked for and none can be used
     * @throws IllegalArgumentException in one line, if the name is none
     */
    public static Device open(String name) {
        return open(name, null);
    }

    /**
     * As {@link #open(String)}; the file {@code kernels} takes the place of the cpu's built-in table of algorithms, or
     * of cuda's engines.
     *
     * @throws BadKernelTable in one line, naming file and line, if it is no such table
     * @throws IllegalArgumentException in one line, also if a device without algorithms is to use a table
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Device open(String name, @Nullable Path kernels) {
        int processors = Runtime.getRuntime().availableProcessors();
        if (kernels != null && name.equals("reference")) {
            throw new IllegalArgumentException("kernel tables are for cpu and cuda devices; leave out " + kernels);
        }
        return switch (name) {
            case "reference" -> new ReferenceDevice();
            case "auto" -> new CpuDevice(processors, false, "; a GPU must be named", kernels);
            case "cpu" -> new CpuDevice(processors, false, "", kernels);
            case "cpu:strict" -> new CpuDevice(processors, true, "", kernels);
            default -> {
                String[] words = name.split(":");
                if (name.matches("cpu:[1-9][0-9]{0,3}(:strict)?")) {
                    int threads = Integer.parseInt(words[1]);
                    if (threads > CROWD * processors) {
                        throw new IllegalArgumentException(threads + " threads for " + processors
                                + " processors; use at most " + CROWD * processors + ", better cpu");
                    }
                    yield new CpuDevice(threads, words.length > 2, "", kernels);
                }
                if (name.matches("cuda(:(0|[1-9][0-9]?))?(:bf16|:tf32)?(:cudnn-norm)?")) {
                    boolean ordinal = words.length > 1 && words[1].matches("[0-9]+");
                    int gpu = ordinal ? Integer.parseInt(words[1]) : 0;
                    List<String> told = List.of(words);
                    Normalizer normalizer = told.contains("cudnn-norm") ? Normalizer.CUDNN : Normalizer.OWN;
                    yield CudaDevice.open(gpu, told.contains("bf16"), told.contains("tf32"), normalizer, kernels);
                }
                throw new IllegalArgumentException("no device \"" + name
                        + "\"; use auto, cpu, cpu:THREADS, cpu:strict, cuda, cuda:ORDINAL, cuda:bf16, "
                        + "cuda:tf32, cuda:cudnn-norm or reference");
            }
        };
    }
}
