package janus.models.study;

/**
 * p = max(P(T ≥ (mean + margin)/error), P(T ≤ (mean − margin)/error)): two one-sided tests (Schuirmann, 1987). p &lt; α
 * exactly where the 1 − 2α interval lies within the margin.
 */
public record Equivalence(double margin, double p) {

    /** Whether the mean of {@code t} lies within ±margin, margin &gt; 0. */
    public static Equivalence of(PairedT t, double margin) {
        Check.positive("margin", margin);
        if (t.error() == 0) {
            return new Equivalence(margin, Math.abs(t.mean()) < margin ? 0 : 1);
        }
        return new Equivalence(margin, Math.max(t.below(-t.mean() - margin), t.below(t.mean() - margin)));
    }

    /** p &lt; α. */
    public boolean holds(double alpha) {
        return p < alpha;
    }
}
