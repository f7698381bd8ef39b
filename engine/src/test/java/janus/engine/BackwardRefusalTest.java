package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.engine.op.CustomOp;
import janus.engine.op.Forward;
import janus.engine.op.SquaredError;
import janus.engine.optim.Group;
import janus.engine.optim.Optimizer;
import janus.engine.optim.Sgd;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackwardRefusalTest {
    private static final Draws DRAWS = Draws.of(20);

    private final Device device = new ReferenceDevice();
    private final Nets.Residual net = new Nets.Residual(device, DRAWS);

    @Test
    void secondBackwardIsRefused() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor loss = net.lossOne(features(pass));
            pass.backward(loss);
            assertThatThrownBy(() -> pass.backward(loss)).hasMessageContaining("backward ran already");
            assertThatThrownBy(() -> pass.gram(List.of(loss), net.parameters.trained()))
                    .hasMessageContaining("backward ran already");
        }
    }

    @Test
    void parametersOverwrittenSinceTheyWereReadAreRefused() {
        Parameter weight = net.parameters.trained().getFirst();
        List<Runnable> writes =
                List.of(() -> weight.set(weight.toFloats()), () -> weight.set(weight.toDoubles()), this::step);
        for (Runnable write : writes) {
            try (Pass pass = Pass.training(device, DRAWS)) {
                Tensor loss = net.lossOne(features(pass));
                write.run();
                String refusal = "overwritten after this pass read them";
                assertThatThrownBy(() -> pass.gram(List.of(loss), net.parameters.trained()))
                        .hasMessageContaining(refusal);
                assertThatThrownBy(() -> pass.backward(loss)).hasMessageContaining(refusal);
            }
        }
    }

    /** A step of another pass, whose statistics are overwritten: they enter no gradient. */
    private void step() {
        Optimizer optimizer = new Sgd(net.parameters, Group.all(net.parameters, 0), 0, false, Double.POSITIVE_INFINITY);
        optimizer.rate(.1);
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor loss = net.lossOne(features(pass));
            net.parameters.statistics().forEach(statistic -> statistic.set(statistic.toFloats()));
            optimizer.step(pass.backward(loss));
        }
    }

    @Test
    void lossesAreScalarsThatDependOnSomething() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = features(pass);
            assertThatThrownBy(() -> pass.backward(features)).hasMessageContaining("a loss is a tensor [1]");
        }
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor constant = pass.tensor(Shape.of(1), new double[] {1});
            assertThatThrownBy(() -> pass.backward(constant)).hasMessageContaining("depends on no trained parameter");
        }
        try (Pass pass = Pass.inference(device)) {
            Tensor loss = net.lossOne(features(pass));
            assertThatThrownBy(() -> pass.backward(loss)).hasMessageContaining("only a training pass");
        }
    }

    @Test
    void oneBackwardServesOneModel() {
        Nets.Residual other = new Nets.Residual(device, DRAWS);
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = features(pass);
            Tensor loss = net.lossOne(features).plus(other.lossOne(features));
            assertThatThrownBy(() -> pass.backward(loss)).hasMessageContaining("parameters of one model");
        }
    }

    @Test
    void gradientsAtATensorThatIsReadOffTheTapeAreRefused() {
        Shape shape = Shape.of(1, 2);
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor x = pass.filled(shape, 1);
            Tensor target = pass.filled(shape, 0);
            Tensor w = pass.variable(shape, new double[] {3, 3});
            List<Tensor> losses =
                    List.of(x.times(w).sum().plus(x.times(2).times(w).sum()));
            assertThatThrownBy(() -> pass.gradientsAt(x, losses))
                    .hasMessageContaining("no op reads as a constant, or with constants alone");
            List<Tensor> errors =
                    List.of(pass.apply(new SquaredError(), w, target).sum());
            assertThatThrownBy(() -> pass.gradientsAt(target, errors)).hasMessageContaining("no op reads");
        }
    }

    @Test
    void gradientIsReadOfVariablesAndTrainedParametersAlone() {
        Parameter frozen = net.parameters.trained().getFirst();
        frozen.freeze();
        try (Pass pass = Pass.training(device, DRAWS);
                Pass other = Pass.training(device, DRAWS)) {
            Tensor x = pass.variable(Shape.of(1), new double[] {2});
            Tensor y = x.times(3);
            Tensor elsewhere = other.variable(Shape.of(1), new double[] {2});
            Tensor constant = pass.tensor(frozen);
            pass.backward(y.times(x).sum());
            assertThat(pass.gradient(x)).containsExactly(12);
            for (Tensor wrong : List.of(y, elsewhere, constant)) {
                assertThatThrownBy(() -> pass.gradient(wrong))
                        .hasMessageContaining("a variable or a trained parameter");
            }
        }
    }

    @Test
    void gramOverAFrozenParameterIsRefused() {
        Parameter frozen = net.parameters.trained().getFirst();
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = features(pass);
            List<Tensor> losses = List.of(net.lossOne(features), net.lossTwo(features));
            frozen.freeze();
            assertThatThrownBy(() -> pass.gram(losses, net.parameters.trained()))
                    .hasMessageContaining(frozen.name() + ", which is frozen");
        }
    }

    @Test
    void opThatFailsLeavesNothing() {
        record Failing() implements CustomOp {
            @Override
            public Shape shape(List<Shape> x) {
                return x.getFirst();
            }

            @Override
            public List<Buffer> forward(Forward f) {
                f.allocate(Shape.of(1000), Role.PLAIN);
                throw new IllegalStateException("no more memory");
            }

            @Override
            public double[] value(List<Shape> shapes, List<double[]> x) {
                throw new AssertionError();
            }

            @Override
            public List<double[]> gradients(List<Shape> shapes, List<double[]> x, double[] dy) {
                throw new AssertionError();
            }
        }
        long before = device.bytesInUse();
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor x = pass.variable(Shape.of(1), new double[1]);
            assertThatThrownBy(() -> pass.apply(new Failing(), x)).hasMessage("no more memory");
        }
        assertThat(device.bytesInUse()).isEqualTo(before);
    }

    private Tensor features(Pass pass) {
        return net.features(pass.images(Nets.IMAGES, new float[Nets.IMAGES.size()]));
    }
}
