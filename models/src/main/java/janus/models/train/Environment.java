package janus.models.train;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.kernels.Device;
import janus.kernels.cpu.CpuDevice;
import janus.models.report.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        values.put("device", device.description());
        String table = device.kernelRecord();
        String lanes = device instanceof CpuDevice ? ", " + CpuDevice.lanes() + " lanes" : "";
        values.put("kernels", table == null ? "no table" : table + lanes);
        return values;
    }

    /** What a run on {@code data} ran on: {@code data} stands for its labels, {@code images} for names and sizes. */
    static Map<String, String> of(Device device, FaceData data) {
        Map<String, String> values = of(device);
        values.put("data", data.hash());
        values.put("images", data.sizeHash());
        return values;
    }

    /** What {@code env.txt} says; nothing where there is none. */
    public static Map<String, String> read(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : Files.isRegularFile(file) ? lines(file) : List.<String>of()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return values;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": broken, no text; restore it, or remove it", e);
        }
    }

    /** @throws DataException if {@code file} says that the run began on other data than {@code now} */
    static void requireSameData(Path file, Map<String, String> now) throws IOException {
        Map<String, String> then = read(file);
        for (String key : List.of("data", "images")) {
            if (then.containsKey(key) && !Objects.equals(then.get(key), now.get(key))) {
                throw new DataException(file + ": the run began with other " + (key.equals("data") ? "labels" : key)
                        + "; undo that, or choose another --out");
            }
        }
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
