package janus.models.train;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.kernels.Device;
import java.util.Map;

/** Whether a batch fits the heap, measured before the first step. */
final class Memory {
    private static final int SMALL = 2;
    /** A pool's buffers may be a quarter larger than asked for. */
    private static final double POOLED = 1.25;
    /** Batches in the loader's hands, and the reader's. */
    private static final int BATCHES = 4;

    private Memory() {}

    /**
     * Takes a step of each kind of model with 1 and 2 images, on weights of its own, and looks at its gradients if
     * the run will, and from what they needed says what the configured batch will.
     *
     * @throws DataException naming the largest batch that fits
     */
    static void require(Config config, Device device, FaceData data) {
        long used = device.bytesInUse();
        long perImage = 0;
        for (String name : config.models()) {
            Need need = need(name, config, device, data);
            perImage = Math.max(perImage, need.perImage());
            used += need.kept();
        }
        // each model's step keeps a batch of its own
        long images = (BATCHES + config.models().size())
                * 3L
                * 4
                * config.data().size()
                * config.data().size();
        long free = Runtime.getRuntime().maxMemory() - used;
        long each = (long) (perImage * POOLED) + images;
        long fits = free / each;
        if (fits < config.optimizer().batch()) {
            throw new DataException("optimizer.batch %d: needs about %d MiB of heap, there are %d; %s"
                    .formatted(
                            config.optimizer().batch(),
                            (used + each * config.optimizer().batch()) >> 20,
                            Runtime.getRuntime().maxMemory() >> 20,
                            fits > 0 ? "the largest batch that fits is " + fits + ", or raise -Xmx" : "raise -Xmx"));
        }
    }

    /** Bytes an image needs during a step, and bytes the first step leaves behind: gradients of single losses. */
    private record Need(long perImage, long kept) {}

    private static Need need(String name, Config config, Device device, FaceData data) {
        long[] peaks = new long[SMALL];
        long kept = 0;
        for (int n = 1; n <= SMALL; n++) {
            Config some = Configs.with(config, Map.of("optimizer.batch", Integer.toString(n)), "memory");
            try (BlankSteps steps = new BlankSteps(name, some, device, data)) {
                long before = device.bytesInUse();
                steps.step();
                if (config.diagnostics().every() > 0) {
                    steps.diagnose();
                }
                peaks[n - 1] = device.peakBytes() - before;
                kept = device.bytesInUse() - before;
            }
        }
        return new Need(Math.max(1, peaks[1] - peaks[0]), kept);
    }
}
