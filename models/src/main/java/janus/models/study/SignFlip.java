package janus.models.study;

/**
 * p = #{signs s ∈ {±1}ⁿ : |Σ sᵢdᵢ| ≥ |Σ dᵢ|} / 2ⁿ, exact and two-sided (Fisher, 1935). Never below 2/2ⁿ; 1 where all
 * differences are 0.
 */
public final class SignFlip {
    /** Above it the 2ⁿ sums take longer than a reader waits. */
    static final int MOST = 20;

    // sums that are equal on paper differ by the rounding of the differences: a tie counts against the effect
    private static final double TIE = 1e-12;

    private SignFlip() {}

    /** The p of 1 to 20 finite differences. */
    public static double p(double... differences) {
        Check.finite("SignFlip", 1, differences);
        int n = differences.length;
        if (n > MOST) {
            throw new IllegalArgumentException("SignFlip: at most " + MOST + " values, given " + n);
        }
        double sum = 0;
        double size = 0;
        for (double d : differences) {
            sum += d;
            size += Math.abs(d);
        }
        // the first sign is held: its other half mirrors this one
        return (double) reached(differences, 1, differences[0], Math.abs(sum) - TIE * size) / (1L << (n - 1));
    }

    /** 2/2ⁿ: what the smallest p can be. */
    public static double floor(int n) {
        return Math.scalb(2.0, -n);
    }

    private static long reached(double[] d, int next, double sum, double least) {
        if (next == d.length) {
            return Math.abs(sum) >= least ? 1 : 0;
        }
        return reached(d, next + 1, sum + d[next], least) + reached(d, next + 1, sum - d[next], least);
    }
}
