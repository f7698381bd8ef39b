package janus.models.train;

import janus.kernels.Device;
import janus.kernels.cpu.CpuDevice;
import janus.kernels.cpu.KernelTable;
import janus.models.report.Machine;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a run ran on. */
public final class Environment {
    private Environment() {}

    public static Map<String, String> of(Device device) {
        Map<String, String> values = new LinkedHashMap<>();
        String version = Environment.class.getPackage().getImplementationVersion();
        values.put("janus", version == null ? "development" : version);
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
        String table = table(device);
        values.put("kernels", table == null ? "no table" : table + ", " + CpuDevice.lanes() + " lanes");
        return values;
    }

    /** The table that decides the algorithms of convolutions, with its SHA-256; null where none does. */
    static @Nullable String table(Device device) {
        KernelTable table = device instanceof CpuDevice cpu ? cpu.kernelTable() : null;
        return table == null ? null : table.name() + " sha256:" + table.sha256();
    }

    static String text(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
