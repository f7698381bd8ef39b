package janus.bench.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;

import janus.kernels.Device;
import java.io.IOException;
import java.util.function.Function;

/**
 * Whether the memory of step 2, which a GPU records, is enough for step 200: in the device's own count, and in the
 * driver's on a GPU.
 */
final class LeakCheck {
    private static final int EARLY = 2;
    private static final int LATE = 200;

    /** Bytes in use, bytes held; MiB of the GPU that are in use by whomever, or why that is not known. */
    private record Usage(long inUse, long held, String driver) {
        static Usage of(Device device) {
            device.synchronize();
            return new Usage(device.bytesInUse(), device.bytesHeld(), ofDriver(device.name()));
        }
    }

    private LeakCheck() {}

    static Verdict run(Function<String, Device> open, String device, Size size) {
        try (Device on = open.apply(device);
                TwoHeads heads = new TwoHeads(on, size, 1)) {
            for (int step = 0; step < EARLY; step++) {
                heads.step();
            }
            Usage early = Usage.of(on);
            for (int step = EARLY; step < LATE; step++) {
                heads.step();
            }
            Usage late = Usage.of(on);
            return Verdict.of(
                    late.equals(early),
                    "%s, %s: after step %d %d bytes in use, %d held, %s; after step %d %s",
                    device,
                    size,
                    EARLY,
                    early.inUse,
                    early.held,
                    early.driver,
                    LATE,
                    late.equals(early) ? "the same" : late.inUse + ", " + late.held + ", " + late.driver);
        }
    }

    private static String ofDriver(String device) {
        if (!device.startsWith("cuda")) {
            return "no GPU";
        }
        String[] words = device.split(":");
        String ordinal = words.length > 1 && words[1].matches("[0-9]+") ? words[1] : "0";
        try {
            Process query = new ProcessBuilder(
                            "nvidia-smi", "--id=" + ordinal, "--query-gpu=memory.used", "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .start();
            String line = new String(query.getInputStream().readAllBytes(), UTF_8).strip();
            return "nvidia-smi " + line;
        } catch (IOException e) {
            return "no nvidia-smi";
        }
    }
}
