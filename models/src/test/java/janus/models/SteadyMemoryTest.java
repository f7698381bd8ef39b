package janus.models;

import static janus.models.DrawnFaces.ones;
import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.optim.Adam;
import janus.engine.optim.Group;
import janus.engine.optim.Optimizer;
import janus.kernels.Device;
import janus.kernels.Devices;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a step gives back serves the next: the device asks for no more memory once it has run twice. */
class SteadyMemoryTest {
    private static final int N = 4;
    private static final int SIZE = 64;
    private static final List<Task> TASKS = List.of(new AttributeTask("attributes", 2), new PointTask("landmarks", 2));

    @Test
    void deviceTakesNoMemoryAfterTheSecondStep() {
        try (Device device = Devices.open("cpu");
                MultiTask model = new MultiTask(device, Draws.of(1), 1, TASKS, false)) {
            Optimizer adam = new Adam(model.parameters(), Group.all(model.parameters(), .05), Adam.Settings.ADAM_W, 5);
            adam.rate(1e-3);
            long[] held = new long[5];
            for (int step = 0; step < held.length; step++) {
                try (Pass pass = Pass.training(device, Draws.of(step))) {
                    List<Tensor> losses = model.partLosses(pass, batch());
                    adam.step(pass.backward(losses.get(0).plus(losses.get(1))));
                }
                held[step] = device.bytesHeld();
            }
            assertThat(held[4]).isEqualTo(held[1]).isPositive();
        }
    }

    @Test
    void repeatedStepTakesNoMemoryAfterTheSecond() {
        try (Device device = Devices.open("cpu");
                MultiTask model = new MultiTask(device, Draws.of(1), 1, TASKS, false);
                BatchStep repeated = new BatchStep(model, new double[] {1, 1}, N, SIZE)) {
            Optimizer adam = new Adam(model.parameters(), Group.all(model.parameters(), .05), Adam.Settings.ADAM_W, 5);
            adam.rate(1e-3);
            long[] held = new long[5];
            for (int step = 0; step < held.length; step++) {
                adam.prepare();
                repeated.set(batch());
                repeated.run(Draws.of(step), adam::apply);
                held[step] = device.bytesHeld();
            }
            assertThat(held[4]).isEqualTo(held[1]).isPositive();
        }
    }

    private static Batch batch() {
        return new Batch(
                new int[N],
                SIZE,
                new byte[N * 3 * SIZE * SIZE],
                Batch.still(N, new float[3], new float[] {1, 1, 1}),
                ones(N * 2),
                ones(N * 2),
                ones(N * 2),
                ones(N * 2));
    }
}
