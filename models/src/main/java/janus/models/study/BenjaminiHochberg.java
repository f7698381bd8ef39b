package janus.models.study;

/** p̃₍ᵢ₎ = min over j ≥ i of min(1, m/j · p₍ⱼ₎): holds the false discovery rate (Benjamini and Hochberg, 1995). */
public final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    /** The adjusted p in the order given; none for none. */
    public static double[] adjust(double... p) {
        Check.probabilities("BenjaminiHochberg", p);
        double[] adjusted = new double[p.length];
        int[] order = Ascending.order(p);
        double smallest = 1;
        for (int rank = p.length; rank > 0; rank--) {
            int i = order[rank - 1];
            smallest = Math.min(smallest, p[i] * p.length / rank);
            adjusted[i] = smallest;
        }
        return adjusted;
    }
}
