package janus.models.study;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * t = mean / error on {@code degrees} degrees of freedom (Student, 1908). For n paired differences the error is s/√n
 * and the degrees are n − 1. With an error of 0 the interval is [mean, mean], and p is 1 where the mean is 0, else 0.
 */
public record PairedT(double mean, double error, int degrees) {

    /** The test of n ≥ 2 finite differences. */
    public static PairedT of(double... differences) {
        Check.finite("PairedT", 2, differences);
        int n = differences.length;
        // the mean of equal numbers may round away from them, and their deviation from 0
        if (StatUtils.min(differences) == StatUtils.max(differences)) {
            return new PairedT(differences[0], 0, n - 1);
        }
        return new PairedT(StatUtils.mean(differences), Math.sqrt(StatUtils.variance(differences) / n), n - 1);
    }

    /** mean ± t(½ + level/2) · error. */
    public Interval interval(double level) {
        double quantile = distribution().inverseCumulativeProbability(0.5 + Check.fraction("level", level) / 2);
        return Interval.around(mean, quantile * error);
    }

    /** Two-sided: P(|T| ≥ |t|). */
    public double p() {
        return mean == 0 ? 1 : Math.min(1, 2 * below(-Math.abs(mean)));
    }

    /**
     * max(P(T ≥ (mean + margin)/error), P(T ≤ (mean − margin)/error)) for margin &gt; 0: two one-sided tests (Schuirmann,
     * 1987). Below α exactly where the 1 − 2α interval lies within the margin.
     */
    public double equivalence(double margin) {
        Check.positive("margin", margin);
        if (error == 0) {
            return Math.abs(mean) < margin ? 0 : 1;
        }
        return Math.max(below(-mean - margin), below(mean - margin));
    }

    /** P(T ≤ difference / error); with an error of 0, 1 from 0 upwards and 0 below. */
    private double below(double difference) {
        if (error == 0) {
            return difference < 0 ? 0 : 1;
        }
        return distribution().cumulativeProbability(difference / error);
    }

    private TDistribution distribution() {
        return new TDistribution(null, degrees);
    }
}
