package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.engine.op.BatchNorm;
import janus.engine.op.Conv2d;
import janus.engine.op.ConvBatchNorm;
import janus.engine.op.ConvBatchNormMaxPool;
import janus.engine.op.MaxPool;
import janus.engine.op.Op;
import janus.engine.op.ResidualBlock;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fused ops are convolution, normalization, addition, ReLU and max pooling one after the other. */
class FusionTest {
    /** Normalization divides by a deviation near 1: a few roundings of float64 numbers near 10. */
    private static final Offset<Double> ROUNDING = within(1e-12);

    private static final Shape X = Shape.of(2, 3, 6, 5);

    private final Device device = new ReferenceDevice();

    @ParameterizedTest
    @CsvSource({"1,1,true,true", "2,1,true,false", "1,0,false,false", "2,2,false,true"})
    void fusedIsUnfused(int stride, int pad, boolean relu, boolean residual) {
        for (boolean training : new boolean[] {true, false}) {
            ConvBatchNorm op = new ConvBatchNorm(stride, pad, 1e-5, .1, relu);
            compare(
                    training,
                    stride,
                    pad,
                    x -> apply(op, x.subList(0, residual ? 7 : 6)),
                    x -> unfused(op, x, residual));
        }
    }

    @ParameterizedTest
    @CsvSource({"3,2,1", "2,2,0"})
    void fusedWithMaxPoolIsUnfused(int size, int stride, int pad) {
        ConvBatchNorm op = new ConvBatchNorm(1, 1, 1e-5, .1, true);
        ConvBatchNormMaxPool fused = new ConvBatchNormMaxPool(op, new MaxPool(size, stride, pad));
        for (boolean training : new boolean[] {true, false}) {
            compare(training, 1, 1, x -> apply(fused, x.subList(0, 6)), x -> unfused(op, x, false)
                    .maxPool(size, stride, pad));
        }
    }

    @Test
    void residualBlockIsItsHalves() {
        ConvBatchNorm half = new ConvBatchNorm(1, 1, 1e-5, .1, true);
        try (Pass pass = Pass.inference(device)) {
            List<Tensor> inputs = blockInputs(pass);
            List<Tensor> second = new ArrayList<>(inputs.subList(6, 11));
            second.addFirst(apply(half, inputs.subList(0, 6)));
            second.add(inputs.getFirst());
            assertThat(apply(new ResidualBlock(half), inputs).toDoubles())
                    .containsExactly(apply(half, second).toDoubles(), ROUNDING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1})
    void residualOfLayersIsTheirHalves(int size) {
        Weights w = Weights.root(Draws.of(8));
        var first = new janus.engine.nn.ConvBatchNorm(w.in("a"), w.in("b"), 3, 3, 3, 1, 1);
        var second = new janus.engine.nn.ConvBatchNorm(w.in("c"), w.in("d"), 3, 3, size, 1, size / 2);
        try (Parameters parameters = w.build(device)) {
            for (Pass pass : List.of(Pass.inference(device), Pass.training(device, Draws.of(1)))) {
                Tensor x = pass.tensor(X, Nets.normals(Draws.of(9), X.size()));
                assertThat(first.residual(second, x).toDoubles())
                        .containsExactly(second.addRelu(first.relu(x), x).toDoubles(), ROUNDING);
                pass.close();
            }
        }
    }

    @Test
    void residualBlockTakesRunningStatisticsAlone() {
        ResidualBlock block = new ResidualBlock(new ConvBatchNorm(1, 1, 1e-5, .1, true));
        try (Pass pass = Pass.training(device, Draws.of(1))) {
            List<Tensor> inputs = blockInputs(pass);
            assertThatThrownBy(() -> apply(block, inputs))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(block + ": running statistics alone; apply its halves one by one");
            assertThat(pass.frozen(x -> apply(block, inputs), inputs.getFirst()).shape())
                    .isEqualTo(X);
        }
    }

    /** x, and of each half filter, γ, β, mean and variance. */
    private static List<Tensor> blockInputs(Pass pass) {
        Draws draws = Draws.of(6);
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(pass.tensor(X, Nets.normals(draws.in("x"), X.size())));
        for (String half : List.of("a", "b")) {
            inputs.add(pass.constant(Shape.of(3, 3, 3, 3), Role.FILTER, Nets.normals(draws.in(half), 81)));
            for (int i = 0; i < 4; i++) {
                inputs.add(pass.tensor(
                        Shape.of(3), i < 3 ? Nets.normals(draws.in(half + i), 3) : new double[] {1, .5, 2}));
            }
        }
        return inputs;
    }

    private void compare(
            boolean training,
            int stride,
            int pad,
            Function<List<Tensor>, Tensor> one,
            Function<List<Tensor>, Tensor> other) {
        List<double[]> fused = run(training, stride, pad, one);
        List<double[]> unfused = run(training, stride, pad, other);
        for (int i = 0; i < fused.size(); i++) {
            assertThat(fused.get(i)).as("training %s, array %d", training, i).containsExactly(unfused.get(i), ROUNDING);
        }
    }

    /** y, running mean and variance; in training also the gradients of x, w, γ, β and the residual. */
    private List<double[]> run(boolean training, int stride, int pad, Function<List<Tensor>, Tensor> f) {
        Draws draws = Draws.of(4);
        Weights w = Weights.root(draws);
        Parameter mean = w.statistic("mean", .1, Shape.of(4));
        Parameter variance = w.statistic("variance", 1.2, Shape.of(4));
        List<double[]> outcome = new ArrayList<>();
        try (Parameters parameters = w.build(device);
                Pass pass = training ? Pass.training(device, draws) : Pass.inference(device)) {
            Tensor x = pass.variable(X, Nets.normals(draws.in("x"), X.size()));
            Tensor filter = pass.variable(Shape.of(4, 3, 3, 3), Role.FILTER, Nets.normals(draws.in("w"), 108));
            Tensor gamma = pass.variable(Shape.of(4), Nets.normals(draws.in("gamma"), 4));
            Tensor beta = pass.variable(Shape.of(4), Nets.normals(draws.in("beta"), 4));
            Shape shape = new Conv2d(stride, pad).shape(List.of(X, filter.shape()));
            Tensor added = pass.variable(shape, Nets.normals(draws.in("residual"), shape.size()));
            List<Tensor> inputs = List.of(x, filter, gamma, beta, pass.tensor(mean), pass.tensor(variance), added);
            Tensor y = f.apply(inputs);
            outcome.add(y.toDoubles());
            if (training) {
                pass.backward(y.times(pass.tensor(
                                y.shape(),
                                Nets.normals(draws.in("dy"), y.shape().size())))
                        .sum());
                for (Tensor variable : List.of(x, filter, gamma, beta, added)) {
                    outcome.add(pass.gradient(variable));
                }
            }
            outcome.add(mean.toDoubles());
            outcome.add(variance.toDoubles());
        }
        return outcome;
    }

    private static Tensor apply(Op op, List<Tensor> x) {
        return x.getFirst().pass().apply(op, x.toArray(Tensor[]::new));
    }

    private static Tensor unfused(ConvBatchNorm op, List<Tensor> inputs, boolean residual) {
        Pass pass = inputs.getFirst().pass();
        Tensor y = pass.apply(new Conv2d(op.stride(), op.pad()), inputs.get(0), inputs.get(1));
        BatchNorm norm = new BatchNorm(op.eps(), op.momentum());
        y = pass.apply(norm, y, inputs.get(2), inputs.get(3), inputs.get(4), inputs.get(5));
        y = residual ? y.plus(inputs.get(6)) : y;
        return op.relu() ? y.relu() : y;
    }
}
