package janus.models.study;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;

/**
 * mean ± t(n − 1) · √(S²/n + V): the t interval over n seed means with the variance V of the images that all seeds
 * share added, V from a two-way bootstrap (McCullagh, 2000; Owen, 2007): a replicate draws seeds once and images once.
 *
 * <p>Model: Dₛᵢ = μ + aₛ + bᵢ + eₛᵢ over n seeds and m images, variances A, B, E. The mean of all has variance
 * A/n + B/m + E/(nm). The seed means vary about each other by A + E/m, as the b of shared images cancel, so that S²/n
 * stands for A/n + E/(nm): the seed × image part is in it already and B/m alone is missing.
 *
 * <p>A replicate draws counts w over seeds and v over images and keeps two of its means, y = Σwₛ vᵢ Dₛᵢ/(nm) and, over
 * the seeds as they are, x = Σvᵢ Dₛᵢ/(nm); z is the mean with w alone. Split D into mean, row, column and remainder,
 * each summing to 0: x moves by the columns only, z by the rows only, and r = y − x − z + mean by the remainder only.
 * Over replicates, with E[w] = 1 and Cov(wₛ, wₜ) = [s = t] − 1/n, and over data,
 *
 * <pre>
 *   Var x → (m − 1)/m · (B/m + E/(nm))
 *   Var z → (n − 1)/n · (A/n + E/(nm))
 *   Var r → (n − 1)(m − 1)/(nm) · E/(nm)
 * </pre>
 *
 * so that Var y, their sum, counts E/(nm) three times. V = Var x · m/(m − 1) − Var r · nm/((n − 1)(m − 1)) is B/m,
 * and 0 where sampling makes it negative.
 *
 * <p>n − 1 degrees are right where seeds dominate and cautious where images do: the limit there covers 98.2 % at n = 8.
 *
 * @param seeds the t over seed means, blind to images
 * @param imageVariance V
 * @param interactionVariance what E/(nm) came to
 */
public record CrossedInterval(PairedT seeds, double imageVariance, double interactionVariance) {

    /** From {@code differences[seed][image]}, finite, two seeds and two images at least. */
    public static CrossedInterval of(double[][] differences, int replicates, long seed) {
        int n = differences.length;
        if (n < 2) {
            throw new IllegalArgumentException("CrossedInterval: at least 2 seeds, given " + n);
        }
        if (replicates < 2) {
            throw new IllegalArgumentException("CrossedInterval: at least 2 replicates, given " + replicates);
        }
        int m = differences[0].length;
        double[] means = means(differences);
        PairedT seeds = PairedT.of(means);
        double[][] moved = replicates(columns(differences, means), means, m, replicates, new SplittableRandom(seed));
        double interaction = StatUtils.variance(moved[1]) * n / (n - 1) * m / (m - 1);
        double images = StatUtils.variance(moved[0]) * m / (m - 1) - interaction;
        return new CrossedInterval(seeds, Math.max(0, images), interaction);
    }

    /** The mean of each seed over the images, which are as many for every seed. */
    static double[] means(double[][] differences) {
        double[] means = new double[differences.length];
        for (int s = 0; s < means.length; s++) {
            if (differences[s].length != differences[0].length) {
                throw new IllegalArgumentException("CrossedInterval: the same images for every seed, given "
                        + differences[0].length + " and " + differences[s].length + " at seed " + s);
            }
            means[s] = mean(Check.finite("CrossedInterval", 2, differences[s]));
        }
        return means;
    }

    /** The t with the variance of the images in its error: its interval decides, on n − 1 degrees. */
    public PairedT t() {
        return new PairedT(seeds.mean(), Math.hypot(seeds.error(), Math.sqrt(imageVariance)), seeds.degrees());
    }

    /** mean ± t(½ + level/2) · √(S²/n + V); all differences equal to d: [d, d]. */
    public Interval interval(double level) {
        return t().interval(level);
    }

    /** S², the variance of a seed's mean: what a plan for more seeds divides. */
    public double seedVariance() {
        return seeds.error() * seeds.error() * (seeds.degrees() + 1);
    }

    // equal numbers keep their value, which a rounded sum may lose: differences that never vary get no width
    private static double mean(double[] values) {
        return StatUtils.min(values) == StatUtils.max(values) ? values[0] : StatUtils.mean(values);
    }

    /** [image][seed], each seed about its own mean: less to cancel, and a constant seed is exactly 0. */
    private static double[] columns(double[][] differences, double[] means) {
        int n = differences.length;
        double[] columns = new double[n * differences[0].length];
        for (int s = 0; s < n; s++) {
            for (int i = 0; i < differences[s].length; i++) {
                columns[i * n + s] = differences[s][i] - means[s];
            }
        }
        return columns;
    }

    /** x − mean and r of every replicate. Rows sum to 0, so that z is the mean over the drawn seeds' means. */
    private static double[][] replicates(double[] columns, double[] means, int m, int count, SplittableRandom random) {
        int n = means.length;
        double[][] moved = new double[2][count];
        int[] images = new int[m];
        double[] sums = new double[n];
        for (int k = 0; k < count; k++) {
            drawnSums(columns, images, sums, random);
            double drawn = 0;
            for (int s = 0; s < n; s++) {
                drawn += sums[random.nextInt(n)];
            }
            double all = StatUtils.sum(sums);
            moved[0][k] = all / n / m;
            moved[1][k] = (drawn - all) / n / m;
        }
        return moved;
    }

    /** Σᵢ vᵢ (Dₛᵢ − row mean) for every seed, v the counts of m images drawn with replacement. */
    private static void drawnSums(double[] columns, int[] counts, double[] sums, SplittableRandom random) {
        int n = sums.length;
        Arrays.fill(counts, 0);
        Arrays.fill(sums, 0);
        for (int i = 0; i < counts.length; i++) {
            counts[random.nextInt(counts.length)]++;
        }
        for (int i = 0; i < counts.length; i++) {
            for (int s = 0; s < n; s++) {
                sums[s] += counts[i] * columns[i * n + s];
            }
        }
    }
}
