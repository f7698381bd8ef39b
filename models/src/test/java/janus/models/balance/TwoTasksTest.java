package janus.models.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.engine.Draws;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the papers give in closed form for two tasks, and what the methods then have in common. */
class TwoTasksTest {
    /** Some tens of float64 roundings, on numbers that tests divide by their size. */
    private static final double ROUNDING = 1e-12;

    private static final Draws DRAWS = Draws.of(5);

    private static Stream<Gradients> pairs() {
        Stream<Gradients> random = IntStream.range(1, 40).mapToObj(seed -> Gradients.random(2, seed));
        return Stream.concat(
                random,
                Stream.of(
                        Gradients.of(new double[] {1, 0}, new double[] {0, 1}),
                        Gradients.of(new double[] {1, 1}, new double[] {0, 3}),
                        Gradients.of(new double[] {5, 1}, new double[] {4, 1.5}),
                        Gradients.of(new double[] {1, 0}, new double[] {-4, 1})));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void mgdaIsTheClippedRatio(Gradients g) {
        double[][] gram = g.gram();
        double ratio = (gram[1][1] - gram[0][1]) / (gram[0][0] + gram[1][1] - 2 * gram[0][1]);
        double first = Math.clamp(ratio, 0, 1);
        assertThat(weights(new Mgda(), g)).containsExactly(new double[] {first, 1 - first}, within(ROUNDING));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void pcGradProjectsWhereTheTwoConflict(Gradients g) {
        double[][] gram = g.gram();
        double first = gram[0][1] < 0 ? 1 - gram[0][1] / gram[0][0] : 1;
        double second = gram[0][1] < 0 ? 1 - gram[0][1] / gram[1][1] : 1;
        double[] w = weights(new PcGrad(), g);
        assertThat(w[0]).isCloseTo(first, within(ROUNDING * first));
        assertThat(w[1]).isCloseTo(second, within(ROUNDING * second));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void upGradIsHalfOfPcGrad(Gradients g) {
        double[] half = Gradients.times(.5, weights(new PcGrad(), g));
        double[] w = weights(new UpGrad(), g);
        assertThat(w[0]).isCloseTo(half[0], within(ROUNDING * half[0]));
        assertThat(w[1]).isCloseTo(half[1], within(ROUNDING * half[1]));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void imtlAndNashFollowTheBisector(Gradients g) {
        double[] u = Gradients.times(1 / Gradients.norm(g.rows()[0]), g.rows()[0]);
        double[] v = Gradients.times(1 / Gradients.norm(g.rows()[1]), g.rows()[1]);
        double[] bisector = new Gradients("", new double[][] {u, v}).sum(new double[] {1, 1});
        for (DirectionWeighting method : List.of(new ImtlG(), new NashMtl())) {
            double[] d = g.sum(weights(method, g));
            double cosine = Directions.dot(d, bisector) / Gradients.norm(d) / Gradients.norm(bisector);
            assertThat(cosine).as("%s %s", method, g.name()).isCloseTo(1, within(ROUNDING));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void nashIsAsLongAsTheRootOfTwoAndImtlSumsToOne(Gradients g) {
        assertThat(Gradients.norm(g.sum(weights(new NashMtl(), g)))).isCloseTo(Math.sqrt(2), within(ROUNDING));
        double[] w = weights(new ImtlG(), g);
        assertThat(w[0] + w[1]).isCloseTo(1, within(ROUNDING));
        assertThat(w[0] / w[1])
                .isCloseTo(Gradients.norm(g.rows()[1]) / Gradients.norm(g.rows()[0]), within(ROUNDING * w[0] / w[1]));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void caGradWithoutRoomIsHalfOfEqualWeights(Gradients g) {
        assertThat(weights(new CaGrad(0), g)).containsExactly(new double[] {.5, .5}, within(ROUNDING));
    }

    // the square root of a 2×2 matrix is (G + √det·I)/√(trace + 2√det)
    @ParameterizedTest
    @MethodSource("pairs")
    void alignedIsTheRootOfTheLeastEigenvalueTimesTheInverseRoot(Gradients g) {
        double[][] gram = g.gram();
        double det = gram[0][0] * gram[1][1] - gram[0][1] * gram[0][1];
        double trace = gram[0][0] + gram[1][1];
        double least = 2 * det / (trace + Math.sqrt(trace * trace - 4 * det));
        double root = Math.sqrt(det);
        double scale = Math.sqrt(least) * Math.sqrt(trace + 2 * root) / (det + 2 * root * root / 2 + root * trace);
        double first = scale * (gram[1][1] + root - gram[0][1]);
        double second = scale * (gram[0][0] + root - gram[0][1]);
        // eigenvalues of G carry the rounding of the largest one
        double loss = ROUNDING * trace / least;
        assertThat(weights(new AlignedMtl(), g)).containsExactly(new double[] {first, second}, within(loss));
    }

    @Test
    void equalWeightsAreOnes() {
        assertThat(new FixedWeights(2).weights(DRAWS)).containsExactly(1, 1);
    }

    private static double[] weights(GradientWeighting method, Gradients g) {
        return method.weights(new double[] {1, 1}, g.gram(), DRAWS);
    }
}
