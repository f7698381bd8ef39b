package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CrossedIntervalTest {
    private static final int SEEDS = 8;

    /** Dₛᵢ = mean + aₛ + bᵢ + eₛᵢ with these standard deviations. */
    static double[][] draw(int n, int m, double mean, double a, double b, double e, SplittableRandom random) {
        double[] images = new double[m];
        for (int i = 0; i < m; i++) {
            images[i] = b * random.nextGaussian();
        }
        double[][] differences = new double[n][m];
        for (double[] row : differences) {
            double seed = mean + a * random.nextGaussian();
            for (int i = 0; i < m; i++) {
                row[i] = seed + images[i] + e * random.nextGaussian();
            }
        }
        return differences;
    }

    /**
     * A, B/m and E/(nm) in parts of the variance of the mean. With 1,000 studies the binomial deviation at 95 % is
     * 0.7 %, at 98 % it is 0.44 %. Where images are all there is, the t quantile on 7 degrees covers 98.2 %.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "seeds dominate, .9, .05, .05, .98",
        "images dominate, .25, .6, .15, .98",
        "mixed, .45, .35, .2, .98",
        "almost only images, .02, .96, .02, .99"
    })
    void ninetyFivePercentIsCovered(String which, double seeds, double images, double both, double most) {
        int studies = 1000;
        int m = 120;
        int covered = 0;
        SplittableRandom random = new SplittableRandom(2026);
        for (int k = 0; k < studies; k++) {
            double a = Math.sqrt(seeds * SEEDS);
            double b = Math.sqrt(images * m);
            double e = Math.sqrt(both * SEEDS * m);
            CrossedInterval interval = CrossedInterval.of(draw(SEEDS, m, 3, a, b, e, random), 300, k);
            Interval reach = interval.interval(.95);
            covered += reach.low() <= 3 && 3 <= reach.high() ? 1 : 0;
        }
        System.out.printf("crossed interval, %s: %.1f %% of %d studies%n", which, 100.0 * covered / studies, studies);
        assertThat(covered / (double) studies).as(which).isBetween(.93, most);
    }

    /** The limit of the bootstrap is (MSB − MSE)/(nm); 20,000 replicates know a variance to 1 %, here of B + 2E. */
    @Test
    void imageVarianceIsThatOfTheAnalysisOfVariance() {
        int m = 500;
        double[][] d = draw(SEEDS, m, 1, .5, 1, 2, new SplittableRandom(5));
        double[] anova = anova(d);
        CrossedInterval crossed = CrossedInterval.of(d, 20_000, 7);
        assertThat(crossed.interactionVariance()).isCloseTo(anova[1], within(.05 * anova[1]));
        assertThat(crossed.imageVariance()).isCloseTo(anova[0], within(.05 * (anova[0] + 2 * anova[1])));
        double seedMeans = crossed.seeds().error();
        assertThat(crossed.t().error())
                .isCloseTo(Math.sqrt(seedMeans * seedMeans + crossed.imageVariance()), within(1e-12));
    }

    /** B/m and E/(nm) from mean squares. */
    private static double[] anova(double[][] d) {
        int n = d.length;
        int m = d[0].length;
        double[] rows = Arrays.stream(d)
                .mapToDouble(r -> Arrays.stream(r).average().orElseThrow())
                .toArray();
        double all = Arrays.stream(rows).average().orElseThrow();
        double columns = 0;
        double rest = 0;
        for (int i = 0; i < m; i++) {
            double column = 0;
            for (double[] row : d) {
                column += row[i] / n;
            }
            columns += (column - all) * (column - all);
            for (int s = 0; s < n; s++) {
                double e = d[s][i] - rows[s] - column + all;
                rest += e * e;
            }
        }
        double e = rest / (n - 1) / (m - 1);
        return new double[] {(n * columns / (m - 1) - e) / n / m, e / n / m};
    }

    @Test
    void interactionAloneLeavesTheIntervalOfTheSeedMeans() {
        double ratio = 0;
        SplittableRandom random = new SplittableRandom(11);
        for (int k = 0; k < 200; k++) {
            CrossedInterval crossed = CrossedInterval.of(draw(SEEDS, 100, 0, 0, 0, 1, random), 200, k);
            ratio += crossed.t().error() / crossed.seeds().error() / 200;
        }
        // the clip at 0 lifts it a little; counted twice it would be √2, three times √3
        assertThat(ratio).isBetween(1.0, 1.12);
    }

    @Test
    void equalDifferencesHaveNoWidth() {
        double[][] zero = new double[SEEDS][50];
        CrossedInterval none = CrossedInterval.of(zero, 100, 1);
        assertThat(none.interval(.95)).isEqualTo(new Interval(0, 0));
        assertThat(none.t().p()).isEqualTo(1);
        double[][] tenth = new double[SEEDS][50];
        for (double[] row : tenth) {
            Arrays.fill(row, .1);
        }
        assertThat(CrossedInterval.of(tenth, 100, 1).interval(.95)).isEqualTo(new Interval(.1, .1));
    }

    @Test
    void imagesWidenSeedsThatAgree() {
        double[][] d = new double[SEEDS][100];
        for (double[] row : d) {
            for (int i = 0; i < row.length; i++) {
                row[i] = i % 2;
            }
        }
        CrossedInterval crossed = CrossedInterval.of(d, 2000, 1);
        assertThat(crossed.seeds().interval(.95)).isEqualTo(new Interval(.5, .5));
        // ¼ / 99, to the 3 % that 2,000 replicates leave, three times over
        assertThat(crossed.imageVariance()).isCloseTo(.25 / 99, within(.1 * .25 / 99));
    }

    @Test
    void aSeedRepeats() {
        double[][] d = draw(SEEDS, 60, 0, 1, 1, 1, new SplittableRandom(1));
        assertThat(CrossedInterval.of(d, 100, 9)).isEqualTo(CrossedInterval.of(d, 100, 9));
        assertThat(CrossedInterval.of(d, 100, 9)).isNotEqualTo(CrossedInterval.of(d, 100, 10));
    }

    @Test
    void whatIsNoStudyIsRefused() {
        assertThatThrownBy(() -> CrossedInterval.of(new double[1][9], 100, 1))
                .hasMessage("CrossedInterval: at least 2 seeds, given 1");
        assertThatThrownBy(() -> CrossedInterval.of(new double[][] {{1, 2}, {1}}, 100, 1))
                .hasMessage("CrossedInterval: the same images for every seed, given 2 and 1 at seed 1");
        assertThatThrownBy(() -> CrossedInterval.of(new double[][] {{1, 2}, {1, Double.NaN}}, 100, 1))
                .hasMessage("CrossedInterval: finite values, given NaN at 1");
    }
}
