package janus.models.train;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.kernels.Device;
import janus.models.ResNet18;
import janus.models.balance.Weightings;
import java.util.Map;

/** Whether a batch fits the heap, known before the first step. */
public final class Memory {
    private static final int SMALL = 2;
    /** A pool's buffers may be a quarter larger than asked for. */
    private static final double POOLED = 1.25;
    /** Batches in the loader's hands, and the reader's. */
    private static final int BATCHES = 4;

    /** Of a training step at full width on a cpu, by pixel of its batch, with room. */
    private static final double PER_PIXEL = 1_400;
    /** Where the stem has 16 channels: a step of fewer takes no less, as channels are stored in sixteens. */
    private static final double NARROWEST = .25;

    private Memory() {}

    /** What training steps of all models of {@code config} keep on a cpu, with room; without gradients of single losses. */
    public static long stepBytes(Config config) {
        double width = Math.max(config.network().width(), NARROWEST);
        int side = config.data().size();
        return (long) (PER_PIXEL * width * side * side * config.optimizer().batch());
    }

    /**
     * What a run takes of the heap.
     *
     * @param fixed bytes at any batch: weights, optimiser, gradients of single losses
     * @param perImage bytes for each image of a batch
     */
    record Need(long fixed, long perImage) {}

    /**
     * Looks at {@link #need}, which takes seconds, unless all tasks share one trunk, no gradient of a single loss is kept,
     * and the heap holds twice the {@link #stepBytes}.
     */
    static void require(Config config, Device device, FaceData data) {
        long heap = Runtime.getRuntime().maxMemory();
        boolean more = config.diagnostics().every() > 0
                || Weightings.usesGradients(config.loss().weighting())
                || config.network().split() < ResNet18.STAGES;
        if (more || device.bytesInUse() + 2 * stepBytes(config) > heap) {
            require(config, need(config, device, data), heap);
        }
    }

    /** @throws DataException if {@code need} is more than {@code heap}, naming the largest batch that fits */
    static void require(Config config, Need need, long heap) {
        int batch = config.optimizer().batch();
        long fits = (heap - need.fixed) / need.perImage;
        if (fits < batch) {
            throw new DataException("optimizer.batch %d: needs about %d MiB of heap, there are %d; %s"
                    .formatted(
                            batch,
                            (need.fixed + need.perImage * batch) >> 20,
                            heap >> 20,
                            fits > 0 ? "the largest batch that fits is " + fits + ", or raise -Xmx" : "raise -Xmx"));
        }
    }

    /**
     * Takes a step of each kind of model with 1 and 2 images, on weights of its own, and looks at its gradients if the
     * run will: from what they need follows what any batch will.
     */
    static Need need(Config config, Device device, FaceData data) {
        long fixed = device.bytesInUse();
        long perImage = 0;
        for (String name : config.models()) {
            Need need = need(name, config, device, data);
            perImage = Math.max(perImage, need.perImage);
            fixed += need.fixed;
        }
        // each model's step keeps a batch of its own
        long images = (BATCHES + config.models().size())
                * 3L
                * 4
                * config.data().size()
                * config.data().size();
        return new Need(fixed, (long) (perImage * POOLED) + images);
    }

    /** Of one model: at rest the gradients of single losses that its first step leaves behind. */
    private static Need need(String name, Config config, Device device, FaceData data) {
        Config small = Configs.with(config, Map.of("optimizer.batch", Integer.toString(SMALL)), "memory");
        try (BlankSteps steps = new BlankSteps(name, small, device, data)) {
            long before = device.bytesInUse();
            long[] peaks = new long[SMALL];
            for (int n = 1; n <= SMALL; n++) {
                steps.step(n);
                if (config.diagnostics().every() > 0) {
                    steps.diagnose(n);
                }
                peaks[n - 1] = device.peakBytes() - before;
            }
            return new Need(device.bytesInUse() - before, Math.max(1, peaks[1] - peaks[0]));
        }
    }
}
