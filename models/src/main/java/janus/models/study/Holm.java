package janus.models.study;

/** p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) · p₍ⱼ₎): holds the family-wise error (Holm, 1979). */
public final class Holm {
    private Holm() {}

    /** The adjusted p in the order given; none for none. */
    public static double[] adjust(double... p) {
        Check.probabilities("Holm", p);
        double[] adjusted = new double[p.length];
        double largest = 0;
        int left = p.length;
        for (int i : Ascending.order(p)) {
            largest = Math.max(largest, Math.min(1, left-- * p[i]));
            adjusted[i] = largest;
        }
        return adjusted;
    }
}
