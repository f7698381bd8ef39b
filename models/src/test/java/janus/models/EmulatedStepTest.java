package janus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Gradients;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.optim.Adam;
import janus.engine.optim.Group;
import janus.engine.optim.WeightAverage;
import janus.kernels.Device;
import janus.kernels.cuda.EmulatedDevices;
import janus.kernels.cuda.Emulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the second on, training steps on the CUDA device are replays of one graph, to the bit. */
class EmulatedStepTest {
    private static final Draws SEED = Draws.of(1);
    private static final double[] WEIGHTS = {1, .3};

    /** Two heads in training. */
    private static final class Training implements AutoCloseable {
        final Device device;
        final MultiTask model;
        final Adam adam;
        final WeightAverage average;
        final BatchStep step;
        int bodies;

        Training(String name) {
            device = EmulatedDevices.open(name);
            model = DrawnFaces.model(device);
            adam = new Adam(model.parameters(), Group.all(model.parameters(), .01), Adam.Settings.ADAM_W, 1);
            average = new WeightAverage(model.parameters());
            step = new BatchStep(model, WEIGHTS, DrawnFaces.N, DrawnFaces.SIZE);
        }

        double[] repeated(int t, double rate) {
            return repeated(DrawnFaces.batch(SEED.at(0, t)), t, rate);
        }

        double[] repeated(Batch batch, int t, double rate) {
            prepare(t, rate);
            step.set(batch);
            return step.run(SEED.at(1, t), this::apply);
        }

        double[] plain(int t, double rate) {
            prepare(t, rate);
            Batch batch = DrawnFaces.batch(SEED.at(0, t));
            try (Pass pass = Pass.training(device, SEED.at(1, t))) {
                List<Tensor> losses = model.partLosses(pass, batch);
                apply(pass.backward(losses, WEIGHTS));
                return losses.stream().mapToDouble(Tensor::item).toArray();
            }
        }

        void prepare(int t, double rate) {
            average.prepare(.5 / (t + 1));
            adam.rate(rate);
            adam.prepare();
        }

        private void apply(Gradients gradients) {
            bodies++;
            adam.apply(gradients);
            average.apply(gradients);
        }

        /** Losses of a batch with the averages in use, which a pass of its own computes. */
        double[] validated() {
            return average.evaluate(() -> {
                try (Pass pass = Pass.inference(device)) {
                    Batch batch = DrawnFaces.batch(SEED);
                    List<Tensor> losses = model.partLosses(pass, batch);
                    return losses.stream().mapToDouble(Tensor::item).toArray();
                }
            });
        }

        List<float[]> values() {
            return model.parameters().trained().stream()
                    .map(Parameter::toFloats)
                    .toList();
        }

        /** Weights and statistics, those of the average, and how many steps were applied. */
        List<float[]> state() {
            List<float[]> state = new ArrayList<>(values());
            model.parameters().statistics().forEach(p -> state.add(p.toFloats()));
            average.evaluate(() -> model.parameters().all().stream()
                            .map(Parameter::toFloats)
                            .toList())
                    .forEach(state::add);
            state.add(new float[] {adam.steps()});
            return state;
        }

        @Override
        public void close() {
            step.close();
            model.close();
            device.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda:0", "cuda:0:bf16", "cuda:0:cudnn-norm", "cuda:0:bf16:cudnn-norm"})
    void replayedStepsAreThePlainOnesToTheBit(String name) {
        try (Training repeated = new Training(name);
                Training plain = new Training(name)) {
            for (int t = 0; t < 4; t++) {
                double rate = .01 / (t + 1);
                assertThat(repeated.repeated(t, rate)).isEqualTo(plain.plain(t, rate));
                // validation between steps takes memory, but none of the recording's
                assertThat(repeated.validated()).isEqualTo(plain.validated());
            }
            assertThat(repeated.state()).usingElementComparator(Arrays::compare).isEqualTo(plain.state());
            assertThat(repeated.bodies)
                    .as("bodies run: a plain one, one recorded")
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda:0", "cuda:0:cudnn-norm", "cuda:0:bf16:cudnn-norm"})
    void stepAfterTheFirstIsOneGraphThatAllocatesNothingAndWaitsOnce(String name) {
        Emulation emulation = EmulatedDevices.load();
        try (Training training = new Training(name)) {
            training.repeated(0, .01);
            for (int t = 1; t < 4; t++) {
                Batch batch = DrawnFaces.batch(SEED.at(0, t));
                training.prepare(t, .01);
                Emulation.Report before = emulation.report();
                training.step.set(batch);
                training.step.run(SEED, training::apply);
                Emulation.Report after = emulation.report();
                assertThat(after.graphLaunches()).isEqualTo(before.graphLaunches() + 1);
                assertThat(after.allocationsEver()).isEqualTo(before.allocationsEver());
                assertThat(after.hostSynchronizations())
                        .as("for the losses")
                        .isEqualTo(before.hostSynchronizations() + 1);
                assertThat(after.captures()).isEqualTo(before.captures() + (t == 1 ? 1 : 0));
            }
        }
    }

    @Test
    void optimizerIsTwoLaunchesHoweverOftenItsGroupsTakeTurns() {
        Emulation emulation = EmulatedDevices.load();
        try (Training training = new Training("cuda:0")) {
            Parameters parameters = training.model.parameters();
            List<Group> groups = Group.decayMatrices(parameters, .01);
            assertThat(Parameters.ranges(groups.getFirst().parameters())).hasSizeGreaterThan(3);
            Adam adam = new Adam(parameters, groups, Adam.Settings.ADAM_W, 1);
            adam.rate(.01);
            Gradients[] gradients = new Gradients[1];
            training.step.set(DrawnFaces.batch(SEED));
            training.step.run(SEED, result -> gradients[0] = result);
            for (int t = 0; t < 3; t++) {
                adam.prepare();
                long before = emulation.report().launches();
                training.device.repeat("adam", () -> adam.apply(gradients[0]));
                assertThat(emulation.report().launches())
                        .as("the gate and the update")
                        .isEqualTo(before + 2);
            }
        }
    }

    @Test
    void stepIsCountedOnceItsReplayRan() {
        try (Training training = new Training("cuda:0")) {
            for (int t = 0; t < 3; t++) {
                training.repeated(t, .01);
            }
            training.prepare(3, .01);
            assertThatThrownBy(training.adam::steps).hasMessageContaining("has not been taken");
            training.step.run(SEED.at(1, 3), training::apply);
            assertThat(training.adam.steps()).isEqualTo(4);
        }
    }

    @Test
    void replayGoesByTheRateOfItsStep() {
        try (Training training = new Training("cuda:0")) {
            for (int t = 0; t < 3; t++) {
                training.repeated(t, .01);
            }
            List<float[]> before = training.values();
            training.repeated(3, 0);
            assertThat(training.values())
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(before);
            training.repeated(4, .01);
            assertThat(training.values())
                    .usingElementComparator(Arrays::compare)
                    .isNotEqualTo(before);
        }
    }

    @Test
    void replayWithALossThatIsNotFiniteLeavesNoTrace() {
        try (Training training = new Training("cuda:0")) {
            for (int t = 0; t < 3; t++) {
                training.repeated(t, .01);
            }
            assertThat(training.adam.applied()).isTrue();
            List<float[]> before = training.state();
            Batch poisoned = DrawnFaces.batch(SEED.at(0, 3));
            poisoned.points()[1] = Float.NaN;
            assertThat(training.repeated(poisoned, 3, .01)[1]).isNaN();
            assertThat(training.adam.applied()).isFalse();
            assertThat(training.state()).usingElementComparator(Arrays::compare).isEqualTo(before);
            training.repeated(3, .01);
            assertThat(training.adam.applied()).isTrue();
            assertThat(training.adam.steps()).isEqualTo(4);
        }
    }

    @Test
    void closedStepGivesItsMemoryBack() {
        try (Training training = new Training("cuda:0");
                MultiTask other = DrawnFaces.model(training.device)) {
            long held = 0;
            for (int i = 0; i < 3; i++) {
                try (BatchStep step = new BatchStep(other, WEIGHTS, DrawnFaces.N, DrawnFaces.SIZE)) {
                    for (int t = 0; t < 3; t++) {
                        step.set(DrawnFaces.batch(SEED));
                        step.run(SEED, gradients -> {});
                    }
                }
                held = i == 0 ? training.device.bytesHeld() : held;
            }
            assertThat(training.device.bytesHeld()).isEqualTo(held);
        }
    }
}
