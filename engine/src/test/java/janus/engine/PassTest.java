package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.engine.nn.ConvBatchNorm;
import janus.engine.nn.Linear;
import janus.engine.op.SquaredError;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassTest {
    private static final Draws DRAWS = Draws.of(3);
    private static final Shape MAP = Shape.of(2, 4, 8, 8);
    private static final int MAP_BYTES = 8 * MAP.size();

    private final Device device = new ReferenceDevice();
    private final float[] images = Nets.floats(Nets.normals(DRAWS, Nets.IMAGES.size()));

    @Test
    void tensorReadAfterItsPassClosesSaysSo() {
        Tensor sum;
        Pass pass = Pass.inference(device);
        Tensor x = pass.tensor(Shape.of(2), new float[] {1, 2});
        sum = x.plus(x);
        pass.close();
        assertThatThrownBy(sum::toFloats)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tensor Add[] [2] was read after its pass closed");
        assertThatThrownBy(() -> sum.plus(sum)).hasMessageContaining("after its pass closed");
        assertThatThrownBy(() -> pass.tensor(Shape.of(1), new float[1])).hasMessage("this pass is closed");
    }

    @Test
    void passesDoNotMix() {
        try (Pass one = Pass.inference(device);
                Pass two = Pass.inference(device)) {
            Tensor a = one.tensor(Shape.of(1), new float[1]);
            Tensor b = two.tensor(Shape.of(1), new float[1]);
            assertThatThrownBy(() -> a.plus(b)).hasMessage("Add[]: inputs of one pass, given constant [1] of another");
        }
    }

    @Test
    void parameterOfAnotherDeviceIsRefused() {
        Weights w = Weights.root(DRAWS);
        Linear linear = new Linear(w.in("fc"), 2, 2);
        w.build(new ReferenceDevice());
        try (Pass pass = Pass.inference(device)) {
            Tensor x = pass.tensor(Shape.of(1, 2), new float[2]);
            assertThatThrownBy(() -> linear.apply(x)).hasMessageContaining("fc.weight lives on device reference");
        }
    }

    @Test
    void targetThatNeedsAGradientIsRefused() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor x = pass.variable(Shape.of(1, 1), new double[1]);
            assertThatThrownBy(() -> pass.apply(new SquaredError(), x, x))
                    .hasMessageContaining("input 1 takes no gradient, given variable [1, 1]");
        }
    }

    @Test
    void everyPassGivesBackWhatItTook() {
        Nets.Residual net = new Nets.Residual(device, DRAWS);
        long before = device.bytesInUse();
        forward(Pass.inference(device), net);
        forward(Pass.training(device, DRAWS), net);
        forward(Pass.probe(device, DRAWS), net);
        assertThat(device.bytesInUse()).isEqualTo(before);
        try (Pass pass = Pass.training(device, DRAWS)) {
            pass.backward(net.lossOne(net.features(pass.images(Nets.IMAGES, images))));
            pass.close();
        }
        assertThat(device.bytesInUse()).isEqualTo(before);
    }

    @Test
    void laterStepsNeedNoMoreThanTheFirst() {
        Nets.Residual net = new Nets.Residual(device, DRAWS);
        long peak = 0;
        for (int step = 0; step < 4; step++) {
            try (Pass pass = Pass.training(device, DRAWS.at(0, step))) {
                Tensor features = net.features(pass.images(Nets.IMAGES, images));
                List<Tensor> losses = List.of(net.lossOne(features), net.lossTwo(features));
                pass.gram(losses, net.parameters.trained());
                pass.backward(losses, new double[] {1, 1});
            }
            peak = step == 0 ? device.peakBytes() : peak;
        }
        assertThat(device.peakBytes()).isEqualTo(peak);
    }

    @Test
    void backwardHoldsTwoGradientsOfAChain() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor x = pass.variable(MAP, new double[MAP.size()]);
            for (int i = 0; i < 10; i++) {
                x = x.times(1.5);
            }
            Tensor loss = x.sum();
            long before = device.bytesInUse();
            pass.backward(loss);
            // dy and dx, and a few scalars; ten maps would be 40960 bytes
            assertThat(device.peakBytes() - before).isBetween(2L * MAP_BYTES, 2L * MAP_BYTES + 1000);
            assertThat(device.bytesInUse())
                    .as("the input, its gradient, scalars")
                    .isLessThan(2L * MAP_BYTES + 1000);
        }
    }

    @Test
    void backwardGivesFeatureMapsBackAndKeepsMatrices() {
        Nets.Residual net = new Nets.Residual(device, DRAWS);
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor map = net.stem.relu(pass.images(Nets.IMAGES, images));
            Tensor features = map.globalAveragePool();
            pass.backward(features.sum());
            assertThat(features.toFloats()).hasSize(12);
            assertThatThrownBy(map::toFloats).hasMessageContaining("was read after backward");
        }
    }

    @Test
    void scopeGivesBackWhatTheTapeDoesNotRead() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor x = pass.variable(MAP, new double[MAP.size()]);
            Tensor[] inside = new Tensor[2];
            Tensor y = pass.scoped(
                    in -> {
                        inside[0] = in.times(2);
                        inside[1] = inside[0].relu();
                        return inside[1].times(3);
                    },
                    x);
            assertThatThrownBy(inside[0]::toFloats).hasMessageContaining("the layer that made it returned");
            assertThat(inside[1].toFloats()).as("saved by ReLU").hasSize(MAP.size());
            pass.backward(y.sum());
            assertThat(pass.gradient(x)).containsOnly(0);
        }
    }

    @Test
    void frozenTrunkHasInferenceStatisticsAndNoTape() {
        Nets.Residual net = new Nets.Residual(device, DRAWS);
        double[] expected;
        try (Pass pass = Pass.inference(device)) {
            expected = net.features(pass.images(Nets.IMAGES, images)).toDoubles();
        }
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = pass.frozen(net::features, pass.images(Nets.IMAGES, images));
            assertThat(features.toDoubles()).containsExactly(expected);
            pass.backward(net.lossOne(features));
        }
        assertThat(net.parameters.statistics().getFirst().toDoubles()).containsOnly(0);
        assertThat(gradient(net, "conv1.weight")).containsOnly(0);
        assertThat(gradient(net, "one.weight")).doesNotContain(0);
    }

    @Test
    void statisticsMoveInTrainingAloneAlsoUnderFrozenWeights() {
        Weights w = Weights.root(DRAWS);
        ConvBatchNorm trunk = new ConvBatchNorm(w.in("conv"), w.in("bn"), 3, 4, 3, 1, 1);
        Linear head = new Linear(w.in("fc"), 4, 1);
        Parameters parameters = w.build(device);
        parameters.trained().subList(0, 3).forEach(Parameter::freeze);
        try (Pass probe = Pass.probe(device, DRAWS)) {
            trunk.relu(probe.images(Nets.IMAGES, images));
        }
        Parameter mean = parameters.statistics().getFirst();
        assertThat(mean.toDoubles()).containsOnly(0);
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor map = trunk.relu(pass.images(Nets.IMAGES, images));
            assertThat(map.differentiable()).isFalse();
            pass.backward(head.apply(map.globalAveragePool()).sum());
        }
        assertThat(mean.toDoubles()).doesNotContain(0);
    }

    @Test
    void dropoutKeepsItsMaskInBackwardAndInProbes() {
        double[] ones = new double[1000];
        Arrays.fill(ones, 1);
        double[] dropped;
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor x = pass.variable(Shape.of(1000), Role.PLAIN, ones);
            Tensor first = pass.dropout(x, .3);
            Tensor second = pass.dropout(x, .3);
            dropped = first.toDoubles();
            assertThat(second.toDoubles()).as("another stream").isNotEqualTo(dropped);
            pass.backward(first.sum());
            assertThat(pass.gradient(x)).containsExactly(dropped);
        }
        long kept = Arrays.stream(dropped).filter(v -> v != 0).count();
        assertThat(dropped).containsOnly(0, 1 / .7);
        assertThat(kept).as("700 ± 4 standard deviations of 14.5").isBetween(642L, 758L);
        try (Pass probe = Pass.probe(device, DRAWS);
                Pass inference = Pass.inference(device)) {
            assertThat(probe.dropout(probe.tensor(Shape.of(1000), ones), .3).toDoubles())
                    .containsExactly(dropped);
            Tensor x = inference.tensor(Shape.of(1000), ones);
            assertThat(inference.dropout(x, .3)).isSameAs(x);
        }
    }

    private void forward(Pass pass, Nets.Residual net) {
        try (pass) {
            net.lossOne(net.features(pass.images(Nets.IMAGES, images)));
        }
    }

    private static double[] gradient(Nets.Residual net, String name) {
        return net.parameters.trained().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow()
                .gradientToDoubles();
    }
}
