package janus.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeRuleTest {
    static Stream<Arguments> wrong() {
        ConvBatchNorm block = new ConvBatchNorm(1, 1, 1e-5, .1, true);
        return Stream.of(
                of(new Conv2d(1, 1), "x [n,c,h,w] and w [k,c,r,s]", s(1, 3, 8, 8), s(4, 2, 3, 3)),
                of(new Conv2d(0, 0), "stride > 0 and pad ≥ 0", s(1, 3, 8, 8), s(4, 3, 3, 3)),
                of(new Conv2d(1, -1), "stride > 0 and pad ≥ 0", s(1, 3, 8, 8), s(4, 3, 3, 3)),
                of(new Conv2d(1, 0), "a filter no larger than the padded x", s(1, 3, 2, 8), s(4, 3, 3, 3)),
                of(
                        new Conv2d(1, 0),
                        "x [n,c,h,w] and w [k,c,r,s] and optionally b [k]",
                        s(1, 3, 8, 8),
                        s(4, 3, 3, 3),
                        s(5)),
                of(block, null, s(1, 3, 8, 8), s(4, 3, 3, 3), s(4), s(4), s(4), s(3)),
                of(block, null, s(1, 3, 8, 8), s(4, 3, 3, 3), s(4), s(4), s(4), s(4), s(1, 4, 4, 4)),
                of(
                        new ConvBatchNormMaxPool(block, new MaxPool(3, 2, 1)),
                        "a block with ReLU, x, w, gamma, beta, mean and variance",
                        s(1, 3, 8, 8),
                        s(4, 3, 3, 3),
                        s(4),
                        s(4),
                        s(4),
                        s(4),
                        s(1, 4, 8, 8)),
                of(new Add(), "a and b of equal shape", s(2, 3), s(3, 2)),
                of(new Multiply(), "a and b of equal shape", s(2, 3), s(2, 3), s(2, 3)),
                of(new MatMul(), "a [m,k] and b [k,n]", s(2, 3), s(2, 3)),
                of(new Linear(), "x [n,in], w [out,in] and optionally b [out]", s(2, 3), s(4, 3), s(3)),
                of(new BatchNorm(1e-5, .1), null, s(2, 3), s(3), s(3), s(3), s(2)),
                of(new MaxPool(3, 2, 2), null, s(1, 1, 8, 8)),
                of(new AveragePool(9, 1, 0), null, s(1, 1, 8, 8)),
                of(new GlobalAveragePool(), "x [n,c,h,w]", s(2, 3)),
                of(new Flatten(), "x [n,c,h,w]", s(2, 3)),
                of(new Concat(), "inputs [n,c] or [n,c,h,w] that differ in c alone", s(2, 3), s(3, 3)),
                of(new Slice(2, 2), "0 ≤ from < from + count ≤ c", s(5, 3)),
                of(new Slice(1, Integer.MAX_VALUE), "0 ≤ from < from + count ≤ c", s(5, 3)),
                of(new Dropout(1, 0), "0 ≤ rate < 1", s(2), s(4)),
                of(new BinaryCrossEntropy(), null, s(2, 3), s(2, 3), s(2)),
                of(new SquaredError(), "x and target [n,c]", s(2, 3), s(2, 1)),
                of(new SmoothL1(0), "beta > 0", s(2, 3), s(2, 3)),
                of(new SoftmaxCrossEntropy(), "x [n,c] and label [n]", s(2, 3), s(3)),
                of(new MaskedMean(true), "x [n,c] and optionally mask [n,c]", s(2, 3), s(3)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void errorNamesOpRuleAndShapes(Op op, String rule, List<Shape> given) {
        assertThatThrownBy(() -> op.shape(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(op + ": " + (rule == null ? "" : rule))
                .hasMessageEndingWith(", given " + given);
    }

    @Test
    void messageReadsAsOneLine() {
        assertThatThrownBy(() -> new Conv2d(1, 1).shape(List.of(s(1, 3, 8, 8), s(4, 2, 3, 3))))
                .hasMessage("Conv2d[stride=1, pad=1]: x [n,c,h,w] and w [k,c,r,s], "
                        + "given [[1, 3, 8, 8], [4, 2, 3, 3]]");
    }

    @Test
    void stridedConvolutionRoundsDown() {
        assertThat(new Conv2d(2, 1).shape(List.of(s(2, 3, 7, 8), s(5, 3, 3, 3))))
                .isEqualTo(s(2, 5, 4, 4));
        assertThat(new MaxPool(3, 2, 1).shape(List.of(s(2, 3, 7, 8)))).isEqualTo(s(2, 3, 4, 4));
    }

    @Test
    void residualBlockKeepsTheShape() {
        ResidualBlock block = new ResidualBlock(new ConvBatchNorm(1, 1, 1e-5, .1, true));
        Shape x = s(2, 4, 7, 5);
        assertThat(block.shape(halves(x, s(4, 4, 3, 3), s(4, 4, 3, 3)))).isEqualTo(x);
        for (List<Shape> wrong : List.of(
                halves(x, s(6, 4, 3, 3), s(4, 6, 3, 3)),
                halves(x, s(4, 4, 1, 1), s(4, 4, 1, 1)),
                halves(x, s(4, 4, 3, 3), s(4, 4, 3, 3)).subList(0, 10))) {
            assertThatThrownBy(() -> block.shape(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("given");
        }
        ResidualBlock strided = new ResidualBlock(new ConvBatchNorm(2, 1, 1e-5, .1, true));
        assertThatThrownBy(() -> strided.shape(halves(x, s(4, 4, 3, 3), s(4, 4, 3, 3))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Shape> halves(Shape x, Shape a, Shape b) {
        List<Shape> shapes = new ArrayList<>(List.of(x));
        for (Shape w : List.of(a, b)) {
            shapes.add(w);
            shapes.addAll(Collections.nCopies(4, s(w.at(0))));
        }
        return shapes;
    }

    private static Arguments of(Op op, String rule, Shape... given) {
        return Arguments.of(op, rule, Arrays.asList(given));
    }

    private static Shape s(int... extents) {
        return Shape.of(extents);
    }
}
