package janus.models.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.engine.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that learn or remember: where they come to rest, their first steps, and that nothing of them gets lost. */
class LearnedWeightingTest {
    private static final Draws DRAWS = Draws.of(8);
    private static final double[] LOSSES = {.5, .02, 4};

    @Test
    void uncertaintyComesToRestWhereTheVarianceIsTheError() {
        UncertaintyWeighting method = new UncertaintyWeighting(new double[] {1, .5, 1});
        double[] w = rest(method);
        for (int i = 0; i < w.length; i++) {
            assertThat(w[i]).isCloseTo(1 / (2 * LOSSES[i]), within(1e-3 * w[i]));
        }
        assertThat(new UncertaintyWeighting(new double[] {1, .5, 1}).weights(DRAWS))
                .containsExactly(1, .5, 1);
    }

    @Test
    void imtlComesToRestWhereAllWeightedLossesAreOne() {
        double[] w = rest(new ImtlL(3));
        for (int i = 0; i < w.length; i++) {
            assertThat(w[i] * LOSSES[i]).isCloseTo(1, within(1e-3));
        }
    }

    private static double[] rest(PriorWeighting method) {
        for (int step = 0; step < 5000; step++) {
            method.learn(LOSSES);
        }
        return method.weights(DRAWS);
    }

    @Test
    void dynamicAverageIsOneForTwoEpochsThenTheSoftmaxOfRatios() {
        DynamicWeightAverage method = new DynamicWeightAverage(2);
        assertThat(method.weights(DRAWS)).containsExactly(1, 1);
        method.endEpoch(new double[] {4, 2});
        assertThat(method.weights(DRAWS)).containsExactly(1, 1);
        method.endEpoch(new double[] {2, 3});
        double first = Math.exp(.5 / 2);
        double second = Math.exp(1.5 / 2);
        assertThat(method.weights(DRAWS))
                .containsExactly(
                        new double[] {2 * first / (first + second), 2 * second / (first + second)}, within(1e-15));
    }

    @Test
    void randomWeightsAreTheSoftmaxOfTheStepsNormals() {
        double[] e = {Math.exp(DRAWS.normal(0)), Math.exp(DRAWS.normal(1)), Math.exp(DRAWS.normal(2))};
        double sum = Arrays.stream(e).sum();
        assertThat(new RandomLossWeighting(3).weights(DRAWS))
                .containsExactly(new double[] {e[0] / sum, e[1] / sum, e[2] / sum}, within(1e-15));
    }

    @Test
    void famoStartsAtTheGradientOfTheMeanLogarithmAndFavoursWhatFellLess() {
        Famo method = new Famo(2);
        double[] w = method.weights(new double[] {1, 4});
        assertThat(w).containsExactly(new double[] {.8, .2}, within(1e-15));
        method.learn(new double[] {1, 4}, new double[] {.5, 3.9});
        double[] next = method.weights(new double[] {1, 4});
        // Adam's first step is its rate, whatever the gradient: logits move to ∓.025
        double ratio = .25 * Math.exp(.05);
        assertThat(next[1] / next[0]).isCloseTo(ratio, within(1e-6));
    }

    @Test
    void gradNormRaisesTheTaskWithTheSmallGradientAndKeepsTheSum() {
        GradNorm method = new GradNorm(2);
        double[][] gram = {{1, 0}, {0, 9}};
        assertThat(method.weights(new double[] {1, 1}, gram, DRAWS)).containsExactly(1, 1);
        double[] w = method.weights(new double[] {1, 1}, gram, DRAWS);
        assertThat(w).containsExactly(new double[] {1.025, .975}, within(1e-8));
        for (int i = 0; i < 2000; i++) {
            w = method.weights(new double[] {1, 1}, gram, DRAWS);
        }
        // equal rates of training: at rest all weighted norms are equal, to what a sign's last steps leave
        assertThat(w[0] / w[1]).isCloseTo(3, within(.5));
        assertThat(w[0] + w[1]).isCloseTo(2, within(1e-12));
    }

    /** 1.7 lies between 1.5 and 1.5^1.5: with the exponent of the paper both factors grow alike, and stay by their sum. */
    @Test
    void gradNormTakesRatesOfTrainingToThePowerOfOneAndAHalf() {
        GradNorm method = new GradNorm(2);
        method.weights(new double[] {1, 1}, new double[][] {{1, 0}, {0, 1}}, DRAWS);
        double[][] gram = {{1.7 * 1.7, 0}, {0, .3 * .3}};
        method.weights(new double[] {1.5, .5}, gram, DRAWS);
        assertThat(method.weights(new double[] {1.5, .5}, gram, DRAWS))
                .containsExactly(new double[] {1, 1}, within(1e-9));
    }

    @Test
    void famoForgetsWhereLossesNoLongerFall() {
        Famo method = new Famo(2);
        double[] losses = {1, 1};
        for (int step = 0; step < 100; step++) {
            method.learn(new double[] {1, 1}, new double[] {.5, 1});
        }
        assertThat(method.weights(losses)[0]).isLessThan(.2);
        for (int step = 0; step < 20_000; step++) {
            method.learn(losses, losses);
        }
        assertThat(method.weights(losses)).containsExactly(new double[] {.5, .5}, within(.01));
    }

    @Test
    void gradNormFavoursTheTaskThatTrainsSlowly() {
        GradNorm method = new GradNorm(2);
        double[][] gram = {{1, 0}, {0, 1}};
        method.weights(new double[] {1, 1}, gram, DRAWS);
        double[] w = {};
        for (int i = 0; i < 5; i++) {
            w = method.weights(new double[] {.9, .3}, gram, DRAWS);
        }
        assertThat(w[0]).isGreaterThan(1.05);
    }

    @ParameterizedTest
    @MethodSource("janus.models.balance.Weightings#names")
    void goesOnFromItsStateToTheBit(String name) {
        double[] c = {1, .5, 1};
        Weighting method = Weightings.of(name, c);
        run(method, 0, 7);
        Weighting other = Weightings.of(name, c);
        other.restore(method.state());
        assertThat(run(other, 7, 20)).containsExactly(run(method, 7, 20));
        assertThat(other.state()).containsExactly(method.state());
    }

    private static double[] run(Weighting method, int from, int to) {
        double[] w = {};
        for (int step = from; step < to; step++) {
            double[] losses = {1.0 / (1 + step), 2.0 / (3 + step), .3};
            double[][] gram = Gradients.random(3, step + 1).gram();
            Draws draws = DRAWS.at(0, step);
            w = switch (method) {
                case PriorWeighting of -> of.weights(draws);
                case Famo of -> of.weights(losses);
                case GradientWeighting of -> of.weights(losses, gram, draws);
            };
            if (method instanceof PriorWeighting prior) {
                prior.learn(losses);
            }
            if (method instanceof Famo famo) {
                famo.learn(losses, new double[] {.9 / (1 + step), 1.9 / (3 + step), .29});
            }
            if (step % 3 == 2) {
                method.endEpoch(losses);
            }
        }
        return w;
    }
}
