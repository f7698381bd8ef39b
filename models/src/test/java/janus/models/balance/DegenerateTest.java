package janus.models.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.engine.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Equal, opposite and missing gradients, scales far apart, one task, many tasks: every method stays finite. */
class DegenerateTest {
    private static final Draws DRAWS = Draws.of(7);

    private static Stream<String> methods() {
        return Weightings.names().stream().filter(Weightings::usesGradients);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void staysFinite(String method) {
        double[] e = {1, 0, 0};
        double[] f = {0, 1, 0};
        double[] none = {0, 0, 0};
        List<Gradients> cases = List.of(
                Gradients.of(e),
                Gradients.of(none),
                Gradients.of(e, e),
                Gradients.of(e, Gradients.times(-1, e)),
                Gradients.of(e, none),
                Gradients.of(none, none, none),
                Gradients.of(e, e, e),
                Gradients.of(e, Gradients.times(-3, e), f),
                Gradients.of(e, Gradients.times(-1, e), f, Gradients.times(-1, f)),
                Gradients.of(Gradients.times(1e12, e), Gradients.times(1e-12, f)),
                Gradients.of(Gradients.times(1e12, e), Gradients.times(-1e-12, e), new double[] {1, 1, 1}),
                Gradients.of(Gradients.times(1e-12, e), Gradients.times(1e-12, f)));
        for (Gradients g : cases) {
            assertFinite(method, g);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void staysFiniteAtRandom(String method) {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            int k = 1 + random.nextInt(8);
            double[][] rows = new double[k][1 + random.nextInt(5)];
            for (double[] row : rows) {
                double scale = random.nextInt(6) == 0 ? 0 : Math.pow(10, 24 * random.nextDouble() - 12);
                Arrays.setAll(row, i -> scale * (random.nextBoolean() ? random.nextInt(3) - 1 : random.nextGaussian()));
            }
            assertFinite(method, new Gradients("seed " + seed, rows));
        }
    }

    // as float32 leaves them: the products are not those of any gradients
    @ParameterizedTest
    @MethodSource("methods")
    void staysFiniteOnRoundedProductsOfManyTasks(String method) {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            double[][] rows = new double[41][12];
            for (double[] row : rows) {
                Arrays.setAll(row, i -> random.nextGaussian());
            }
            double[][] gram = new Gradients("", rows).gram();
            for (double[] row : gram) {
                Arrays.setAll(row, i -> row[i] * (1 + 1e-7 * random.nextGaussian()));
            }
            double[] w = of(method, 41).weights(ones(41), gram, DRAWS);
            assertThat(Arrays.stream(w)).as("%s seed %d", method, seed).allMatch(Double::isFinite);
        }
    }

    @Test
    void scalesApartChangeNoUnitCoefficient() {
        for (long seed = 1; seed <= 20; seed++) {
            Gradients g = Gradients.random(4, seed);
            double[][] rows = g.rows().clone();
            double[] scales = {1e12, 1, 1e-12, 1e6};
            for (int i = 0; i < 4; i++) {
                rows[i] = Gradients.times(scales[i], rows[i]);
            }
            double[] plain = new NashMtl().weights(ones(4), g.gram(), DRAWS);
            double[] scaled = new NashMtl().weights(ones(4), new Gradients("", rows).gram(), DRAWS);
            for (int i = 0; i < 4; i++) {
                assertThat(scaled[i] * scales[i]).as("seed %d", seed).isCloseTo(plain[i], within(1e-9 * plain[i]));
            }
        }
    }

    @Test
    void oppositeGradientsCancelAndEqualOnesShare() {
        Gradients opposite = Gradients.of(new double[] {2, 0}, new double[] {-1, 0});
        for (DirectionWeighting method : List.of(new Mgda(), new ImtlG(), new UpGrad(), new PcGrad())) {
            double[] d = opposite.sum(method.weights(ones(2), opposite.gram(), DRAWS));
            assertThat(Gradients.norm(d)).as("%s", method).isLessThan(1e-7);
        }
        Gradients equal = Gradients.of(new double[] {1, 0}, new double[] {1, 0}, new double[] {1, 0});
        double third = 1.0 / 3;
        assertThat(new Mgda().weights(ones(3), equal.gram(), DRAWS))
                .containsExactly(new double[] {third, third, third}, within(1e-7));
        double[] nash = new NashMtl().weights(ones(3), equal.gram(), DRAWS);
        assertThat(Gradients.norm(equal.sum(nash))).isCloseTo(Math.sqrt(3), within(1e-7));
    }

    /** Their difference, 3e-8 of squares of 1, is what float32 leaves of equal gradients, and no component to align. */
    @Test
    void alignedTakesWhatRoundingLeavesForNothing() {
        double cosine = 1 - 3e-8;
        double[] w = new AlignedMtl().weights(ones(2), new double[][] {{1, cosine}, {cosine, 1}}, DRAWS);
        assertThat(w).containsExactly(new double[] {1, 1}, within(1e-6));
    }

    @Test
    void withoutAnyGradientAllWeightsAreOne() {
        assertThat(new UpGrad().weights(ones(2), new double[2][2], DRAWS)).containsExactly(1, 1);
    }

    private static void assertFinite(String method, Gradients g) {
        int k = g.rows().length;
        double[] w = of(method, k).weights(ones(k), g.gram(), DRAWS);
        assertThat(Arrays.stream(w)).as("%s on %s", method, g.name()).hasSize(k).allMatch(Double::isFinite);
    }

    private static GradientWeighting of(String method, int k) {
        return (GradientWeighting) Weightings.of(method, ones(k));
    }

    private static double[] ones(int k) {
        double[] ones = new double[k];
        Arrays.fill(ones, 1);
        return ones;
    }
}
