package janus.models.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hardware, in words for tables of results. */
public final class Machine {
    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String CLEAR_PEAK = "5";
    /** By so much a process grows that needs no more: compiled code, threads. */
    private static final double GROWTH = .05;

    private Machine() {}

    /** {@code AMD EPYC 9354, 2 threads, amd64}; without the name where the system does not tell it. */
    public static String processor() {
        String name = name();
        return (name.isEmpty() ? "" : name + ", ") + Runtime.getRuntime().availableProcessors() + " threads, "
                + System.getProperty("os.arch");
    }

    /**
     * Begins the count of the most memory in use anew, where the system lets us (Linux's clear_refs).
     *
     * @return for {@link #peakBytes}: the memory in use now, or the highest so far where the count cannot be reset;
     *     null where the system does not tell
     */
    public static @Nullable Long resetPeak() {
        return resetPeak(CLEAR);
    }

    static @Nullable Long resetPeak(Path clear) {
        try {
            Files.writeString(clear, CLEAR_PEAK, StandardOpenOption.WRITE);
        } catch (IOException e) {
            return highest();
        }
        return highest();
    }

    /**
     * The most memory this process had in use since {@link #resetPeak} gave {@code start}, bytes (Linux's VmHWM). Null
     * where the system does not tell it, and where nearly as much was in use before: a JVM keeps what it once had, so
     * that how much of it was needed again cannot be seen.
     */
    public static @Nullable Long peakBytes(@Nullable Long start) {
        Long peak = highest();
        return start == null || peak == null || peak <= start * (1 + GROWTH) ? null : peak;
    }

    /** The most memory this process ever had in use, bytes; null where the system does not tell it. */
    public static @Nullable Long highest() {
        if (!Files.isReadable(STATUS)) {
            return null;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private static String name() {
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        if (windows != null || !Files.isReadable(LINUX)) {
            return windows == null ? "" : windows;
        }
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
