package janus.models.study;

import java.util.ArrayList;
import java.util.List;

/**
 * What a study measured at one endpoint: the crossed interval decides, together with the exact sign flips of the seed
 * means; BCa is for show. Sign flips alone would not do: images that all seeds share move all signs together (at two
 * null endpoints of which they make 60 % of the variance, Holm over sign flips calls one in five).
 */
public record Evidence(Endpoint endpoint, CrossedInterval crossed, double signFlip, Bca bca) {

    /** From {@code differences[seed][image]}, candidate minus reference, of 2 to 20 seeds. */
    public static Evidence of(Endpoint endpoint, double[][] differences, int replicates, long seed) {
        CrossedInterval crossed = CrossedInterval.of(differences, replicates, seed);
        double[] means = CrossedInterval.means(differences);
        return new Evidence(endpoint, crossed, SignFlip.p(means), Bca.of(means, 1 - Decision.ALPHA, replicates, seed));
    }

    /** One decision an endpoint, p after Holm over all of them. */
    public static List<Decision> decide(List<Evidence> study) {
        double[] holm =
                Holm.adjust(study.stream().mapToDouble(Evidence::signFlip).toArray());
        List<Decision> decisions = new ArrayList<>();
        for (int k = 0; k < holm.length; k++) {
            CrossedInterval crossed = study.get(k).crossed;
            Interval interval95 = crossed.interval(1 - Decision.ALPHA);
            Interval interval90 = crossed.interval(1 - 2 * Decision.ALPHA);
            decisions.add(Decision.of(study.get(k).endpoint, interval95, interval90, holm[k]));
        }
        return decisions;
    }
}
