package janus.models.study;

import java.util.List;
import java.util.Locale;

/**
 * Δm = 100/T · Σ ±(candidate − reference)/reference, minus where less is better (Maninis, Radosavovic and Kokkinos,
 * 2019): the mean relative change over T endpoints in %. It weighs an endpoint by how small its reference is, so
 * that it is printed and not decided on.
 */
public record DeltaM(double percent) {

    /** From a figure per endpoint; a reference is above 0. */
    public static DeltaM of(List<Endpoint> endpoints, double[] candidate, double[] reference) {
        int t = endpoints.size();
        if (t == 0 || candidate.length != t || reference.length != t) {
            throw new IllegalArgumentException("DeltaM: two figures for each of 1 endpoint or more, given " + t
                    + " endpoints, " + candidate.length + " and " + reference.length + " figures");
        }
        double sum = 0;
        for (int k = 0; k < t; k++) {
            Check.positive("DeltaM[" + endpoints.get(k).name() + "]: reference", reference[k]);
            double change = (candidate[k] - reference[k]) / reference[k];
            sum += endpoints.get(k).higherIsBetter() ? change : -change;
        }
        return new DeltaM(100 * Check.finite("DeltaM", 1, sum)[0] / t);
    }

    /** Such as {@code Δm +1.25 % (positive is good)}. */
    public String text() {
        return String.format(Locale.ROOT, "Δm %+.2f %% (positive is good)", percent);
    }
}
