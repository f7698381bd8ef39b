package janus.models.study;

import java.util.OptionalInt;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The δ at which P(|T′| &gt; t(1 − α/2)) = power, T′ noncentral t on n − 1 degrees at λ = δ/error (Johnson and Welch,
 * 1940), error² = seedVariance/n + imageVariance. P(T′ &gt; c) = ∫ Φ(λ − cs) f(s) ds, f the density of √(χ²ν/ν).
 *
 * @param seedVariance variance of a seed's mean over the images
 * @param imageVariance what the shared images add to the variance of the mean over all, see {@link CrossedInterval}
 */
public record DetectableEffect(double seedVariance, double imageVariance, double alpha, double power) {
    private static final int MOST_SEEDS = 10_000;

    public DetectableEffect {
        if (!(seedVariance >= 0 && imageVariance >= 0)) {
            throw new IllegalArgumentException(
                    "DetectableEffect: variances from 0, given " + seedVariance + " and " + imageVariance);
        }
        if (!(Check.fraction("alpha", alpha) < Check.fraction("power", power))) {
            throw new IllegalArgumentException("DetectableEffect: alpha < power, given " + alpha + " and " + power);
        }
    }

    /** δ at {@code seeds} ≥ 2. */
    public double at(int seeds) {
        return Math.sqrt(seedVariance / seeds + imageVariance) * noncentrality(seeds - 1);
    }

    /** The fewest seeds that detect {@code margin}; none where 10,000 do not, for want of images. */
    public OptionalInt seedsFor(double margin) {
        Check.positive("margin", margin);
        if (at(MOST_SEEDS) > margin) {
            return OptionalInt.empty();
        }
        int low = 1;
        int high = MOST_SEEDS;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (at(middle) > margin) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalInt.of(high);
    }

    /** How many times the images {@code seeds} need to detect {@code margin}; ∞ where seeds are missing. */
    public double imagesFor(double margin, int seeds) {
        double error = Check.positive("margin", margin) / noncentrality(seeds - 1);
        double left = error * error - seedVariance / seeds;
        if (left < 0 || (left == 0 && imageVariance > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        return imageVariance == 0 ? 1 : Math.max(1, imageVariance / left);
    }

    private double noncentrality(int degrees) {
        if (degrees < 1) {
            throw new IllegalArgumentException("DetectableEffect: at least 2 seeds, given " + (degrees + 1));
        }
        double critical = new TDistribution(null, degrees).inverseCumulativeProbability(1 - alpha / 2);
        // a test at one degree may need a λ of the size of its critical value, and not much more
        return new BrentSolver(1e-9).solve(1000, l -> power(l, critical, degrees) - power, 0, 10 + 4 * critical);
    }

    private static double power(double lambda, double critical, int degrees) {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        ChiSquaredDistribution chi = new ChiSquaredDistribution(null, degrees);
        UnivariateFunction tails = s -> 2
                * degrees
                * s
                * chi.density(degrees * s * s)
                * (normal.cumulativeProbability(lambda - critical * s)
                        + normal.cumulativeProbability(-lambda - critical * s));
        // s lies about 1 with a deviation near 1/√2ν: ten of them leave out less than 1e-14
        double reach = 10 / Math.sqrt(2.0 * degrees);
        return new IterativeLegendreGaussIntegrator(20, 1e-9, 1e-9)
                .integrate(1_000_000, tails, Math.max(0, 1 - reach), 1 + reach);
    }
}
