package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.engine.nn.BatchNorm2d;
import janus.engine.nn.Conv2d;
import janus.engine.nn.Initializers;
import janus.engine.nn.Linear;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private final Device device = new ReferenceDevice();

    @Test
    void namesAreThoseOfPyTorchInTheirOrder() {
        Weights w = Weights.root(Draws.of(1));
        new Conv2d(w.in("net.0"), 3, 8, 3, 1, 1, true);
        new BatchNorm2d(w.in("net.1"), 8);
        new Linear(w.in("net.5"), 32, 2);
        Parameters parameters = w.build(device);
        assertThat(parameters.all().stream().map(Parameter::name))
                .containsExactly(
                        "net.0.weight",
                        "net.0.bias",
                        "net.1.weight",
                        "net.1.bias",
                        "net.1.running_mean",
                        "net.1.running_var",
                        "net.5.weight",
                        "net.5.bias");
        assertThat(parameters.count()).isEqualTo(8 * 27 + 8 + 16 + 64 + 2);
        assertThat(parameters.statistics()).hasSize(2);
        assertThat(parameters.trained().stream().map(Parameter::index)).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void copiesOfOnePartStartEqualUnderNamesOfTheirOwn() {
        Weights w = Weights.root(Draws.of(1));
        new Linear(w.in("net"), 3, 4);
        new Linear(w.copy("mine").in("net"), 3, 4);
        new Linear(w.in("mine").in("other"), 3, 4);
        List<Parameter> all = w.build(device).all();
        assertThat(all).extracting(Parameter::name).contains("mine.net.weight", "mine.other.weight");
        assertThat(all.get(2).toDoubles()).containsExactly(all.get(0).toDoubles());
        assertThat(all.get(3).toDoubles()).containsExactly(all.get(1).toDoubles());
        assertThat(all.get(4).toDoubles()).isNotEqualTo(all.get(0).toDoubles());
    }

    @Test
    void oneNameIsGivenOnce() {
        Weights w = Weights.root(Draws.of(1));
        new Linear(w.in("fc"), 2, 2);
        assertThatThrownBy(() -> new Linear(w.in("fc"), 2, 2)).hasMessage("two parameters named fc.weight");
        assertThatThrownBy(() -> w.in("fc").statistic("bias", 0, Shape.of(1))).hasMessageContaining("fc.bias");
    }

    @Test
    void namingEndsAtBuild() {
        Weights w = Weights.root(Draws.of(1));
        w.in("a").build(device);
        assertThatThrownBy(() -> w.statistic("m", 0, Shape.of(1))).hasMessageContaining("naming ended");
        assertThatThrownBy(() -> w.build(device)).hasMessageContaining("naming ended");
    }

    @Test
    void partThatTwoModelsShareStartsEqual() {
        double[] alone = start(false, 1);
        assertThat(start(true, 1)).containsExactly(alone);
        assertThat(start(false, 2)).isNotEqualTo(alone);
    }

    @Test
    void initializersHaveTheirMoments() {
        Shape shape = Shape.of(64, 32, 3, 3);
        double[] values = new double[shape.size()];
        Initializers.kaimingNormalFanOut().fill(shape, Draws.of(7), values);
        double square = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
        double mean = Arrays.stream(values).average().orElseThrow();
        // 18432 draws: the mean has deviation σ/136, the variance √2·σ²/136; four of them
        assertThat(square).isCloseTo(2.0 / 576, within(.042 * 2 / 576));
        assertThat(mean).isCloseTo(0, within(.03 * Math.sqrt(2.0 / 576)));
        Initializers.uniformFanIn(25).fill(shape, Draws.of(7), values);
        assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(.199, .2);
        assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(-.2, -.199);
    }

    @Test
    void parameterIsWrittenAndReadBack() {
        Weights w = Weights.root(Draws.of(1));
        Parameter p = w.parameter("p", Role.FILTER, Shape.of(2, 3, 1, 1), Initializers.constant(5));
        assertThatThrownBy(p::toFloats).hasMessageContaining("no numbers before Weights.build");
        w.build(device);
        assertThat(p.toFloats()).containsOnly(5);
        p.set(new float[] {1, 2, 3, 4, 5, 6});
        assertThat(p.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        p.set(new double[] {6, 5, 4, 3, 2, .1});
        assertThat(p.toDoubles()).containsExactly(6, 5, 4, 3, 2, .1);
    }

    @Test
    void swappedArenasAreReadUntilSwappedBack() {
        Weights w = Weights.root(Draws.of(1));
        Parameter p = w.parameter("p", Role.PLAIN, Shape.of(3), Initializers.constant(5));
        Parameter s = w.statistic("s", 7, Shape.of(1));
        Parameters parameters = w.build(device);
        parameters.with(parameters.slot(), parameters.statisticSlot(), () -> {
            assertThat(p.toFloats()).containsOnly(0);
            return assertThat(s.toFloats()).containsOnly(0);
        });
        assertThat(p.toFloats()).containsOnly(5);
        assertThat(s.toFloats()).containsOnly(7);
    }

    @Test
    void rangesJoinNeighbours() {
        Weights w = Weights.root(Draws.of(1));
        for (int i = 0; i < 6; i++) {
            w.parameter("p" + i, Role.PLAIN, Shape.of(1), Initializers.constant(0));
        }
        List<Parameter> p = w.build(device).trained();
        assertThat(Parameters.ranges(List.of(p.get(4), p.get(0), p.get(1), p.get(5))))
                .containsExactly(new Parameters.Range(0, 2), new Parameters.Range(4, 6));
    }

    @Test
    void closedModelHoldsNothing() {
        Parameters parameters = new Nets.Residual(device, Draws.of(1)).parameters;
        parameters.slot();
        parameters.close();
        assertThat(device.bytesInUse()).isZero();
    }

    private double[] start(boolean withOther, long seed) {
        Weights w = Weights.root(Draws.of(seed));
        if (withOther) {
            new Linear(w.in("other"), 3, 3);
        }
        new Linear(w.in("fc"), 4, 4);
        return w.build(device).all().stream()
                .filter(p -> p.name().equals("fc.weight"))
                .findFirst()
                .orElseThrow()
                .toDoubles();
    }
}
