package janus.models.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hardware, in words for tables of results. */
public final class Machine {
    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private static final Path STATUS = Path.of("/proc/self/status");

    private Machine() {}

    /** {@code AMD EPYC 9354, 2 threads, amd64}; without the name where the system does not tell it. */
    public static String processor() {
        String name = name();
        return (name.isEmpty() ? "" : name + ", ") + Runtime.getRuntime().availableProcessors() + " threads, "
                + System.getProperty("os.arch");
    }

    /** The most memory this process ever had in use, bytes (Linux's VmHWM); null where the system does not tell it. */
    public static @Nullable Long peakBytes() {
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
