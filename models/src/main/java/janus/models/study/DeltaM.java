package janus.models.study;

import java.util.List;
import java.util.Locale;

/**
 * Δm = 100/T · Σ ±(candidate − reference)/reference, minus where less is better (Maninis, Radosavovic and Kokkinos,
 * 2019): the mean relative change over T endpoints in %. It weighs an endpoint by how small its reference is, so
 * that it is printed and not decided on.
 */
public record DeltaM(double percent) {

    /** From one result or more; a reference is above 0. */
    static DeltaM of(List<Judgement.Result> results) {
        double sum = 0;
        for (Judgement.Result result : results) {
            Endpoint endpoint = result.endpoint();
            double change =
                    result.effect() / Check.positive("DeltaM[" + endpoint.name() + "]: reference", result.second());
            sum += endpoint.higherIsBetter() ? change : -change;
        }
        return new DeltaM(100 * Check.finite("DeltaM", 1, sum)[0] / results.size());
    }

    /** Such as {@code Δm +1.25 % (positive is good)}. */
    public String text() {
        return String.format(Locale.ROOT, "Δm %+.2f %% (positive is good)", percent);
    }
}
