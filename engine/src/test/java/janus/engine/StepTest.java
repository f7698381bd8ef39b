package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.engine.optim.Adam;
import janus.engine.optim.Group;
import janus.engine.optim.WeightAverage;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A step over inputs is the pass over constants, to the bit. */
class StepTest {
    private static final Draws DRAWS = Draws.of(3);
    private static final double[] WEIGHTS = {.75, .3};

    private final Device device = new ReferenceDevice();

    /** A net in training. */
    private final class Training {
        final Nets.Residual net = new Nets.Residual(device, DRAWS);
        final Adam adam = new Adam(net.parameters, Group.all(net.parameters, .01), Adam.Settings.ADAM_W, 1);
        final WeightAverage average = new WeightAverage(net.parameters);

        List<Tensor> losses(Tensor images) {
            Tensor features = images.pass().dropout(net.features(images), .5);
            return List.of(net.lossOne(features), net.lossTwo(features));
        }

        void prepare(int step) {
            average.prepare(.5 / (step + 1));
            adam.rate(.1 / (step + 1));
            adam.prepare();
        }

        void apply(Gradients gradients) {
            adam.apply(gradients);
            average.apply(gradients);
        }

        List<double[]> state() {
            List<double[]> state = new ArrayList<>();
            net.parameters.all().forEach(p -> state.add(p.toDoubles()));
            average.evaluate(() -> net.parameters.all().stream()
                    .map(Parameter::toDoubles)
                    .map(state::add)
                    .toList());
            return state;
        }
    }

    @Test
    void stepOverInputsIsThePassOverConstants() {
        Training plain = new Training();
        Training repeated = new Training();
        try (Step step = new Step(repeated.net.parameters)) {
            Input images = step.input(Nets.IMAGES, Role.IMAGE);
            Input weights = step.input(Shape.of(2), Role.PLAIN);
            weights.set(WEIGHTS);
            for (int t = 0; t < 3; t++) {
                images.set(images(t));
                repeated.prepare(t);
                double[] values = step.run(DRAWS.at(0, t), pass -> {
                    List<Tensor> losses = repeated.losses(pass.tensor(images));
                    repeated.apply(pass.backward(losses, pass.tensor(weights)));
                    return losses;
                });
                assertThat(values).isEqualTo(plainStep(plain, t));
                assertThat(repeated.state())
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(plain.state());
            }
        }
    }

    @Test
    void stepThatHaltsIsThePassWithWeightsOfItsOwnNumbers() {
        Training plain = new Training();
        Training halting = new Training();
        try (Step step = new Step(halting.net.parameters)) {
            Input images = step.input(Nets.IMAGES, Role.IMAGE);
            Input weights = step.input(Shape.of(2), Role.PLAIN);
            for (int t = 0; t < 3; t++) {
                images.set(images(t));
                halting.prepare(t);
                double[] seen = step.run(
                        DRAWS.at(0, t),
                        pass -> {
                            List<Tensor> losses = halting.losses(pass.tensor(images));
                            return new Step.Halt(
                                    losses, () -> halting.apply(pass.backward(losses, pass.tensor(weights))));
                        },
                        numbers -> weights.set(inverse(numbers)));
                plain.prepare(t);
                try (Pass pass = Pass.training(device, DRAWS.at(0, t))) {
                    List<Tensor> losses = plain.losses(pass.images(Nets.IMAGES, images(t)));
                    double[] values = losses.stream().mapToDouble(Tensor::item).toArray();
                    plain.apply(pass.backward(losses, inverse(values)));
                    assertThat(seen).containsExactly(values);
                }
                assertThat(halting.state())
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(plain.state());
            }
        }
    }

    private static double[] inverse(double[] x) {
        return Arrays.stream(x).map(value -> 1 / value).toArray();
    }

    @Test
    void hostThatThrowsLeavesNoPassOpen() {
        Training training = new Training();
        try (Step step = new Step(training.net.parameters)) {
            Input images = step.input(Nets.IMAGES, Role.IMAGE);
            images.set(images(0));
            step.run(DRAWS, pass -> new Step.Halt(training.losses(pass.tensor(images)), () -> {}), _ -> {});
            long before = device.bytesInUse();
            assertThatThrownBy(() -> step.run(
                            DRAWS, pass -> new Step.Halt(training.losses(pass.tensor(images)), () -> {}), _ -> {
                                throw new IllegalStateException("no weights");
                            }))
                    .hasMessage("no weights");
            assertThat(device.bytesInUse()).isEqualTo(before);
        }
    }

    private double[] plainStep(Training plain, int t) {
        try (Pass pass = Pass.training(device, DRAWS.at(0, t))) {
            List<Tensor> losses = plain.losses(pass.images(Nets.IMAGES, images(t)));
            plain.prepare(t);
            plain.apply(pass.backward(losses, WEIGHTS));
            return losses.stream().mapToDouble(Tensor::item).toArray();
        }
    }

    @Test
    void inferenceOverInputsIsThePassOverConstants() {
        Nets.Residual net = new Nets.Residual(device, DRAWS);
        try (Pass pass = Pass.inference(device)) {
            Tensor features = net.features(pass.images(Nets.IMAGES, images(0)));
            double loss = net.lossOne(features).item();
            try (Step step = new Step(net.parameters)) {
                Input images = step.input(Nets.IMAGES, Role.IMAGE);
                images.set(images(0));
                double[] results = step.infer(again -> {
                    Tensor found = net.features(again.tensor(images));
                    return List.of(found, net.lossOne(found));
                });
                assertThat(Arrays.copyOf(results, results.length - 1)).isEqualTo(features.toDoubles());
                assertThat(results).endsWith(loss);
            }
        }
    }

    @Test
    void closedStepGivesBackWhatItTook() {
        Training training = new Training();
        long before = device.bytesInUse();
        try (Step step = new Step(training.net.parameters)) {
            Input images = step.input(Nets.IMAGES, Role.IMAGE);
            images.set(images(0));
            step.run(DRAWS, pass -> training.losses(pass.tensor(images)));
            assertThat(device.bytesInUse()).isGreaterThan(before);
        }
        assertThat(device.bytesInUse()).isEqualTo(before);
    }

    @Test
    void stepWhoseResultsChangeSizeIsRefused() {
        Training training = new Training();
        try (Step step = new Step(training.net.parameters)) {
            step.run(DRAWS, pass -> training.losses(pass.images(Nets.IMAGES, images(0)))
                    .subList(0, 1));
            assertThatThrownBy(() -> step.run(DRAWS, pass -> training.losses(pass.images(Nets.IMAGES, images(0)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("step: results of sizes [1], given [Mean[] [1], Sum[] [1]]");
        }
    }

    @Test
    void inputOfAnotherDeviceIsRefused() {
        try (Input input = new Input(new ReferenceDevice(), Shape.of(1), Role.PLAIN);
                Pass pass = Pass.inference(device)) {
            assertThatThrownBy(() -> pass.tensor(input))
                    .hasMessage("an input lives on device reference, this pass runs on another: reference");
        }
    }

    private static float[] images(int t) {
        return Nets.floats(Nets.normals(DRAWS.at(1, t), Nets.IMAGES.size()));
    }

    @Test
    void resultsOfAFeatureMapAreRefused() {
        Nets.Residual net = new Nets.Residual(device, DRAWS);
        try (Step step = new Step(net.parameters)) {
            assertThatThrownBy(() -> step.infer(pass -> List.of(pass.filled(Shape.of(1, 3, 2, 2), 1))))
                    .hasMessageContaining("which is ACTIVATION");
        }
    }

    @Test
    void recordingsAreApartWhereTheyDoNotTheSame() {
        Set<Object> keys = new HashSet<>();
        Device noting = (Device) Proxy.newProxyInstance(
                Device.class.getClassLoader(), new Class<?>[] {Device.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("repeat")) {
                        keys.add(arguments[0]);
                    }
                    return method.invoke(device, arguments);
                });
        Nets.Residual net = new Nets.Residual(noting, DRAWS);
        try (Step step = new Step(net.parameters)) {
            step.run(DRAWS, pass -> List.of(pass.filled(Shape.of(1), 1)));
            step.run(DRAWS, pass -> List.of(pass.filled(Shape.of(1), 1)));
            assertThat(keys).hasSize(1);
            step.infer(pass -> List.of(pass.filled(Shape.of(1), 1)));
            assertThat(keys).hasSize(2);
            net.parameters.trained().getFirst().freeze();
            step.run(DRAWS, pass -> List.of(pass.filled(Shape.of(1), 1)));
            assertThat(keys).hasSize(3);
        }
    }

    @Test
    void closingTwiceDoesNothing() {
        Nets.Residual net = new Nets.Residual(device, DRAWS);
        Step step = new Step(net.parameters);
        step.reserve(3);
        step.close();
        step.close();
        net.parameters.close();
        net.parameters.close();
        assertThat(device.bytesInUse()).isZero();
    }
}
