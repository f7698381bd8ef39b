package janus.models.balance;

import static janus.models.balance.Gradients.ones;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.engine.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    /** Its head may have one all the same: as the papers' sums and means have it, else 0. */
    @Test
    void taskWithoutAGradientHasTheFactorOfItsDefinition() {
        Gradients g = Gradients.of(new double[] {3, 4}, new double[2], new double[] {-4, 3});
        Map<DirectionWeighting, Double> factors = Map.of(
                new PcGrad(), 1.0,
                new UpGrad(), 1.0 / 3,
                new CaGrad(.4), 1.0 / 3,
                new Mgda(), 0.0,
                new ImtlG(), 0.0,
                new NashMtl(), 0.0,
                new AlignedMtl(), 0.0);
        factors.forEach((method, factor) -> {
            double[] w = method.weights(ones(3), g.gram(), DRAWS);
            assertThat(w[1]).as("%s", method).isEqualTo(factor);
            assertThat(w[0]).as("%s", method).isPositive();
        });
    }

    /** One task fewer in a batch must not make the others' steps longer, where a sum or a mean of all is defined. */
    @Test
    void taskWithoutAGradientLeavesTheOthersTheirShares() {
        Gradients orthogonal = Gradients.of(new double[] {3, 4, 0}, new double[] {-4, 3, 0}, new double[] {0, 0, 2});
        Gradients without = Gradients.of(new double[] {3, 4, 0}, new double[] {-4, 3, 0}, new double[3]);
        // orthogonal gradients: no projection changes any, and with c = 0 CAGrad is the mean
        for (DirectionWeighting method : List.of(new PcGrad(), new UpGrad(), new CaGrad(0))) {
            assertThat(method.weights(ones(3), without.gram(), DRAWS))
                    .as("%s", method)
                    .containsExactly(method.weights(ones(3), orthogonal.gram(), DRAWS), within(1e-15));
        }
    }

    /** x = 1/√(1 + cos), up to where cosines are told from −1. */
    @Test
    void nashFactorsGrowAsTwoGradientsTurnAgainstEachOther() {
        for (double away : new double[] {1, 1e-2, 1e-4, 1e-6}) {
            double cosine = away - 1;
            double[][] gram = {{4, 2 * cosine}, {2 * cosine, 1}};
            double[] w = new NashMtl().weights(ones(2), gram, DRAWS);
            double x = 1 / Math.sqrt(away);
            // the cosine is rounded to 1e-16, so that 1 + cos is known to 1e-16/away
            double rounding = x * (1e-9 + 1e-15 / away);
            assertThat(w).containsExactly(new double[] {x / 2, x}, within(rounding));
        }
        double[] opposite = new NashMtl().weights(ones(2), new double[][] {{4, -2}, {-2, 1}}, DRAWS);
        double most = 1 / Math.sqrt(Directions.RESOLUTION);
        // 1e-6: an eigenvalue of 1e-8 beside one of 2 keeps half its digits
        assertThat(opposite).containsExactly(new double[] {most / 2, most}, within(1e-6 * most));
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
}
