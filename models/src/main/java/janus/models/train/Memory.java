package janus.models.train;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.kernels.Device;
import janus.kernels.Room;
import janus.models.ResNet18;
import janus.models.balance.Weightings;
import java.util.Map;

/** Whether a batch fits a device's memory and the heap, known before the first step. */
public final class Memory {
    private static final int SMALL = 2;
    /** A pool's buffers may be a quarter larger than asked for. */
    private static final double POOLED = 1.25;
    /** Batches in the loader's hands, and the reader's. */
    private static final int BATCHES = 4;

    /** Of a training step at full width, by pixel of its batch, with room; measured on a cpu. */
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
     * What a run takes.
     *
     * @param fixed bytes of the device at any batch: weights, optimiser, gradients of single losses
     * @param perImage bytes of the device for each image of a batch
     * @param loaded bytes of the heap for each image of a batch: what the loader and each model's step keep of it
     */
    record Need(long fixed, long perImage, long loaded) {}

    /**
     * Looks at {@link #need}, which takes seconds, unless all tasks share one trunk, no gradient of a single loss is kept,
     * and the device has room for twice the {@link #stepBytes}.
     */
    static void require(Config config, Device device, FaceData data) {
        Room room = device.room();
        boolean more = config.diagnostics().every() > 0
                || Weightings.usesGradients(config.loss().weighting())
                || config.network().split() < ResNet18.STAGES;
        if (more || device.bytesInUse() + 2 * stepBytes(config) > room.bytes()) {
            require(config, need(config, device, data), room);
        } else if (!room.ofHeap()) {
            require(config, 0, loaded(config), Room.heap());
        }
    }

    /** @throws DataException if {@code need} is more than there is, naming the largest batch that fits */
    static void require(Config config, Need need, Room room) {
        if (room.ofHeap()) {
            require(config, need.fixed, need.perImage + need.loaded, room);
        } else {
            require(config, need.fixed, need.perImage, room);
            require(config, 0, need.loaded, Room.heap());
        }
    }

    private static void require(Config config, long fixed, long perImage, Room room) {
        int batch = config.optimizer().batch();
        long fits = (room.bytes() - fixed) / perImage;
        if (fits < batch) {
            String largest = "the largest batch that fits is " + fits;
            String remedy = room.ofHeap() ? "raise -Xmx" : "free the GPU of other programs";
            throw new DataException("optimizer.batch %d: needs about %d MiB of %s, there are %d; %s"
                    .formatted(
                            batch,
                            (fixed + perImage * batch) >> 20,
                            room.ofHeap() ? "heap" : "the GPU's memory",
                            room.bytes() >> 20,
                            fits > 0 ? largest + ", or " + remedy : remedy));
        }
    }

    /**
     * Takes steps of each model with 1 and with 2 images, on weights of its own, and looks at gradients if the run does:
     * a batch of any size needs as much more for each image as the second one did.
     */
    static Need need(Config config, Device device, FaceData data) {
        long fixed = device.bytesInUse();
        long perImage = 0;
        for (String name : config.models()) {
            Need need = need(name, config, device, data);
            perImage = Math.max(perImage, need.perImage);
            fixed += need.fixed;
        }
        return new Need(fixed, (long) (perImage * POOLED), loaded(config));
    }

    private static long loaded(Config config) {
        long image = 3L * Float.BYTES * config.data().size() * config.data().size();
        return (BATCHES + config.models().size()) * image;
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
            return new Need(device.bytesInUse() - before, Math.max(1, peaks[1] - peaks[0]), 0);
        }
    }
}
