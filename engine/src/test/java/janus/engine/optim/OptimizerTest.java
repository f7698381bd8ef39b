package janus.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.engine.Draws;
import janus.engine.Gradients;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.engine.nn.BatchNorm2d;
import janus.engine.nn.Linear;
import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
    /** Five steps of float64 arithmetic on numbers near 1. */
    private static final Offset<Double> ROUNDING = within(1e-14);

    private final Device device = new ReferenceDevice();

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "sgd momentum decay", "sgd nesterov decay", "adam", "adam decay", "adamw decay"})
    void fiveStepsAreThoseOfPyTorch(String name) throws IOException {
        Weights w = Weights.root(Draws.of(0));
        Parameter weight = Steps.weight(w, "w");
        Parameters parameters = w.build(device);
        Optimizer optimizer = Steps.optimizer(name, parameters);
        optimizer.rate(.1);
        for (int step = 0; step < 5; step++) {
            int phase = step + 1;
            double[] g = new double[4];
            Arrays.setAll(g, i -> Math.sin(phase + .7 * i));
            optimizer.step(Steps.gradients(device, weight, g));
        }
        assertThat(weight.toDoubles()).containsExactly(golden(name), ROUNDING);
        assertThat(optimizer.steps()).isEqualTo(5);
    }

    @Test
    void longGradientIsScaledToTheNormAndAShortOneIsNot() {
        for (double maxNorm : new double[] {1, 100}) {
            Weights w = Weights.root(Draws.of(0));
            Parameter weight = Steps.weight(w, "w");
            Sgd sgd = new Sgd(w.build(device), List.of(group(weight, 1, 0)), 0, false, maxNorm);
            sgd.rate(1);
            sgd.step(Steps.gradients(device, weight, 3, 0, -4, 0));
            double factor = maxNorm == 1 ? 1 / (5 + 1e-6) : 1;
            assertThat(weight.toDoubles())
                    .containsExactly(new double[] {.5 - 3 * factor, -1, 2 + 4 * factor, 0}, ROUNDING);
        }
    }

    @Test
    void groupsHaveTheirOwnRateAndDecayAndFrozenParametersArePassedBy() {
        Weights w = Weights.root(Draws.of(0));
        Parameter slow = Steps.weight(w, "slow");
        Parameter frozen = Steps.weight(w, "frozen");
        Parameter fast = Steps.weight(w, "fast");
        Parameters parameters = w.build(device);
        frozen.freeze();
        List<Group> groups = List.of(new Group(List.of(slow, frozen), 1, 0), new Group(List.of(fast), 10, .5));
        Sgd sgd = new Sgd(parameters, groups, 0, false, Steps.NO_CLIPPING);
        sgd.rate(.01);
        try (Pass pass = Pass.training(device, Draws.of(0))) {
            sgd.step(
                    pass.backward(pass.tensor(slow).sum().plus(pass.tensor(fast).sum())));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(slow.toDoubles()[i]).isCloseTo(Steps.START[i] - .01, ROUNDING);
            assertThat(fast.toDoubles()[i]).isCloseTo(Steps.START[i] - .1 * (1 + .5 * Steps.START[i]), ROUNDING);
        }
        assertThat(frozen.toDoubles()).containsExactly(Steps.START);
    }

    @Test
    void decayOfMatricesSparesVectors() {
        Weights w = Weights.root(Draws.of(0));
        new Linear(w, 2, 3);
        List<Group> groups = Group.decayMatrices(w.build(device), .1);
        assertThat(groups.get(0).parameters()).extracting(Parameter::name).containsExactly("weight");
        assertThat(groups.get(0).decay()).isEqualTo(.1);
        assertThat(groups.get(1).parameters()).extracting(Parameter::name).containsExactly("bias");
        assertThat(groups.get(1).decay()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd nesterov decay", "adam decay", "adamw decay"})
    void stepWithNaNLeavesNoTrace(String name) {
        Weights w = Weights.root(Draws.of(0));
        Linear linear = new Linear(w.in("fc"), 3, 2);
        BatchNorm2d norm = new BatchNorm2d(w.in("bn"), 2);
        Parameters parameters = w.build(device);
        Optimizer optimizer = Steps.optimizer(name, parameters);
        WeightAverage average = new WeightAverage(parameters);
        optimizer.rate(.1);
        double[] x = {1, 2, 3, -4, 5, 6, .5, 0, 1};
        step(linear, norm, x, optimizer, average);
        assertThat(optimizer.applied()).isTrue();
        List<double[]> before = state(parameters, optimizer, average);
        double[] poisoned = x.clone();
        poisoned[4] = Double.NaN;
        step(linear, norm, poisoned, optimizer, average);
        assertThat(optimizer.applied()).isFalse();
        assertThat(optimizer.steps()).isEqualTo(1);
        assertThat(state(parameters, optimizer, average))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(before);
        step(linear, norm, x, optimizer, average);
        assertThat(optimizer.applied()).isTrue();
        assertThat(optimizer.steps()).isEqualTo(2);
        List<double[]> after = state(parameters, optimizer, average);
        for (int i = 0; i < after.size(); i++) {
            assertThat(after.get(i)).as("array %d", i).isNotEqualTo(before.get(i));
        }
    }

    @Test
    void resumedOptimizerGoesOnAsIfItHadNeverStopped() {
        double[] whole = adamSteps(6, 6);
        assertThat(adamSteps(6, 2)).containsExactly(whole);
    }

    @Test
    void stepThatIsPreparedAndNotTakenCountsAsNeitherAppliedNorNot() {
        Weights w = Weights.root(Draws.of(0));
        Parameter weight = Steps.weight(w, "w");
        Optimizer adam = Steps.optimizer("adam", w.build(device));
        adam.rate(.1);
        adam.step(Steps.gradients(device, weight, 1, 1, 1, 1));
        adam.prepare();
        assertThatThrownBy(adam::applied).hasMessageContaining("has not been taken");
        assertThatThrownBy(adam::steps).hasMessageContaining("has not been taken");
        adam.prepare();
        adam.apply(Steps.gradients(device, weight, 1, 1, 1, 1));
        assertThat(adam.applied()).isTrue();
        assertThat(adam.steps()).isEqualTo(2);
    }

    @Test
    void stepIsTakenOnceForEachPreparation() {
        Weights w = Weights.root(Draws.of(0));
        Parameter weight = Steps.weight(w, "w");
        Optimizer adam = Steps.optimizer("adam", w.build(device));
        adam.rate(.1);
        Gradients gradients = Steps.gradients(device, weight, 1, 1, 1, 1);
        assertThatThrownBy(() -> adam.apply(gradients)).hasMessage("a step that was not prepared");
        adam.step(gradients);
        assertThatThrownBy(() -> adam.apply(gradients)).hasMessage("a step that was not prepared again");
        assertThat(adam.steps()).isEqualTo(1);
    }

    @Test
    void misuseIsRefused() {
        Weights w = Weights.root(Draws.of(0));
        Parameter weight = Steps.weight(w, "w");
        Parameters parameters = w.build(device);
        Weights v = Weights.root(Draws.of(0));
        Parameter other = Steps.weight(v, "w");
        v.build(device);
        Sgd sgd = new Sgd(parameters, Group.all(parameters, 0), 0, false, Steps.NO_CLIPPING);
        assertThatThrownBy(() -> sgd.step(Steps.gradients(device, weight, 1, 1, 1, 1)))
                .hasMessageContaining("rate was never set");
        sgd.rate(1);
        assertThatThrownBy(() -> sgd.step(Steps.gradients(device, other, 1, 1, 1, 1)))
                .hasMessageContaining("another model");
        assertThatThrownBy(() -> new Sgd(parameters, List.of(), 0, false, 0)).hasMessageContaining("maxNorm");
    }

    private double[] adamSteps(int steps, int stopAt) {
        Weights w = Weights.root(Draws.of(0));
        Parameter weight = Steps.weight(w, "w");
        Parameters parameters = w.build(device);
        Optimizer optimizer = Steps.optimizer("adamw decay", parameters);
        for (int step = 0; step < steps; step++) {
            if (step == stopAt) {
                Optimizer fresh = Steps.optimizer("adamw decay", parameters);
                for (int i = 0; i < 2; i++) {
                    Buffer slot = optimizer.slots().get(i).views().getFirst();
                    double[] moments = new double[4];
                    device.download(slot, moments);
                    device.upload(moments, fresh.slots().get(i).views().getFirst());
                }
                fresh.steps(optimizer.steps());
                optimizer = fresh;
            }
            optimizer.rate(.1);
            optimizer.step(Steps.gradients(device, weight, step, 1, -step, .1));
        }
        return weight.toDoubles();
    }

    private static Group group(Parameter weight, double factor, double decay) {
        return new Group(List.of(weight), factor, decay);
    }

    private void step(Linear linear, BatchNorm2d norm, double[] x, Optimizer optimizer, WeightAverage average) {
        try (Pass pass = Pass.training(device, Draws.of(0))) {
            Tensor y = norm.apply(linear.apply(pass.tensor(Shape.of(3, 3), x)));
            Tensor weights = pass.tensor(Shape.of(3, 2), new double[] {1, 2, 3, -1, 4, -7});
            Gradients gradients = pass.backward(y.sigmoid().times(weights).sum());
            optimizer.step(gradients);
            average.prepare(.5);
            average.apply(gradients);
        }
    }

    private List<double[]> state(Parameters parameters, Optimizer optimizer, WeightAverage average) {
        List<double[]> state = new ArrayList<>();
        parameters.all().forEach(p -> state.add(p.toDoubles()));
        List<Arena> arenas = new ArrayList<>(optimizer.slots());
        arenas.addAll(average.slots());
        for (Arena arena : arenas) {
            double[] numbers = new double[arena.flat().shape().size()];
            device.download(arena.flat(), numbers);
            state.add(numbers);
        }
        return state;
    }

    private static double[] golden(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(OptimizerTest.class.getResourceAsStream("optimizers.txt"))) {
            String line = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> l.startsWith(name + ": "))
                    .findFirst()
                    .orElseThrow();
            return Arrays.stream(line.substring(name.length() + 2).split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }
}
