package janus.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.engine.Draws;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A device lays numbers out by their role: an op that reads them in another is refused, where it would be wrong. */
class RoleRuleTest {
    private static final Shape MAP = Shape.of(2, 3, 4, 4);

    static Stream<Arguments> wrong() {
        return Stream.of(
                of(new Sigmoid(), 0, Role.FILTER),
                of(new Dropout(.5, 0), 0, Role.FILTER),
                of(new Flatten(), 0, Role.FILTER),
                of(new Slice(0, 1), 0, Role.FILTER),
                of(new Concat(), 0, Role.FILTER, Role.FILTER),
                of(new Conv2d(1, 1), 1, Role.ACTIVATION, Role.ACTIVATION),
                of(new Conv2d(1, 1), 0, Role.FILTER, Role.FILTER),
                of(new ConvBatchNorm(1, 1, 1e-5, .1, true), 1, Role.IMAGE, Role.ACTIVATION),
                of(new ResidualBlock(new ConvBatchNorm(1, 1, 1e-5, .1, true)), 0, Role.IMAGE),
                of(new MaxPool(2, 2, 0), 0, Role.IMAGE),
                of(new AveragePool(2, 2, 0), 0, Role.IMAGE),
                of(new GlobalAveragePool(), 0, Role.IMAGE),
                of(new BatchNorm(1e-5, .1), 0, Role.IMAGE));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void errorNamesOpInputAndRole(Op op, int input, Role[] given) {
        try (Device device = new ReferenceDevice();
                Pass pass = Pass.training(device, Draws.of(1))) {
            Tensor[] x = Arrays.stream(given).map(role -> map(pass, role)).toArray(Tensor[]::new);
            assertThatThrownBy(() -> pass.apply(op, x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(op + ": input " + input + " in a role of ")
                    .hasMessageEndingWith("which is " + given[input]);
        }
    }

    @Test
    void fixedFilterIsAConstantInThatRole() {
        try (Device device = new ReferenceDevice();
                Pass pass = Pass.training(device, Draws.of(1))) {
            Tensor y = pass.apply(new Conv2d(1, 1), map(pass, Role.IMAGE), map(pass, Role.FILTER));
            assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 3, 3));
        }
    }

    private static Tensor map(Pass pass, Role role) {
        return pass.constant(MAP, role, new double[MAP.size()]);
    }

    private static Arguments of(Op op, int input, Role... given) {
        return Arguments.of(op, input, given);
    }
}
