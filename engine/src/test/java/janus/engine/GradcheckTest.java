package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import janus.engine.Gradcheck.Example;
import janus.engine.Gradcheck.Input;
import janus.engine.op.CustomOp;
import janus.engine.op.Op;
import janus.engine.op.ResidualBlock;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradcheckTest {
    static Stream<Example> examples() {
        return GradcheckExamples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void backwardIsTheDerivativeOfForward(Example example) {
        try (ReferenceDevice device = new ReferenceDevice()) {
            assertThat(Gradcheck.check(device, example).worst()).isLessThanOrEqualTo(Gradcheck.TOLERANCE);
            assertThat(device.bytesInUse()).as("bytes not given back").isZero();
        }
    }

    @Test
    void everyOpHasAnExample() {
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            if (op == ResidualBlock.class) {
                // no tape: it refuses statistics of the batch
                continue;
            }
            assertThat(GradcheckExamples.all()).as(op.getSimpleName()).anyMatch(e -> op.isInstance(e.op()));
        }
    }

    @Test
    void wrongBackwardIsFound() {
        record Slip() implements CustomOp {
            @Override
            public Shape shape(List<Shape> x) {
                return x.getFirst();
            }

            @Override
            public double[] value(List<Shape> shapes, List<double[]> x) {
                return new double[] {Math.sin(x.getFirst()[0])};
            }

            @Override
            public List<double[]> gradients(List<Shape> shapes, List<double[]> x, double[] dy) {
                return List.of(new double[] {dy[0] * Math.cos(x.getFirst()[0]) * (1 + 1e-6)});
            }
        }
        Input x = new Input(Shape.of(1), Role.PLAIN, new double[] {.3}, true);
        Gradcheck.Result result = Gradcheck.check(new ReferenceDevice(), new Example("slip", new Slip(), List.of(x)));
        assertThat(result.passed()).isFalse();
        assertThat(result.worst()).isBetween(.9e-6, 1.1e-6);
    }
}
