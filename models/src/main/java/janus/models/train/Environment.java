package janus.models.train;

import janus.kernels.Device;
import janus.kernels.cpu.CpuDevice;
import janus.models.report.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run ran on. */
public final class Environment {
    private Environment() {}

    public static Map<String, String> of(Device device) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("janus", code());
        values.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        values.put(
                "flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        values.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        values.put("processor", Machine.processor());
        values.put("heap", (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        values.put("device", device.name() + ": " + device.description());
        String table = device.kernelRecord();
        String lanes = device instanceof CpuDevice ? ", " + CpuDevice.lanes() + " lanes" : "";
        values.put("kernels", table == null ? "no table" : table + lanes);
        return values;
    }

    /** This code: its version, and the SHA-256 of the jar it runs from; {@code development} from a folder of classes. */
    public static String code() {
        String version = Environment.class.getPackage().getImplementationVersion();
        try {
            Path place = Path.of(Environment.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return version == null || !Files.isRegularFile(place)
                    ? "development"
                    : version + " sha256:" + Sha256.of(Files.readAllBytes(place));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
