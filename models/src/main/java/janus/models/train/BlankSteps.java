package janus.models.train;

import janus.celeba.Batch;
import janus.celeba.FaceData;
import janus.engine.Draws;
import janus.kernels.Device;

/** Training steps of one model of a configuration on black images without labels: for the time they take. */
public final class BlankSteps implements AutoCloseable {
    private final Arm arm;
    private final Batch batch;
    private long step;

    public BlankSteps(String model, Config config, Device device, FaceData data) {
        this.arm = new Arm(model, config, device, data, 1, null);
        int n = config.optimizer().batch();
        int size = config.data().size();
        int attributes = n * data.attributes().size();
        int coordinates = n * 2 * data.points().size();
        this.batch = new Batch(
                new int[n],
                size,
                new byte[n * 3 * size * size],
                Batch.still(n, new float[3], new float[] {1, 1, 1}),
                new float[attributes],
                new float[attributes],
                new float[coordinates],
                new float[coordinates]);
    }

    /** Takes one more. */
    public void step() {
        step(batch.n());
    }

    /** Takes one more with the first {@code n} images. */
    void step(int n) {
        arm.step(batch.part(0, n), Draws.of(0), step++);
    }

    /** Looks at gradients as a run's diagnostics do, with the first {@code n} images. */
    void diagnose(int n) {
        arm.diagnose(batch.part(0, n), Draws.of(0));
    }

    @Override
    public void close() {
        arm.close();
    }
}
