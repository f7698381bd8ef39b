package janus.models.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Studies of two arms that are equally good, drawn as Dₛᵢ = aₛ + bᵢ + eₛᵢ with variances that real runs showed, and
 * judged: how often a difference is seen.
 *
 * @param called studies in which an endpoint was better or worse
 */
record NullSimulation(int studies, int called) {
    /** What the upper end of the rate's interval may be. */
    static final double MOST = .075;

    private static final int REPLICATES = 500;
    private static final double LEVEL = .95;

    /** Variances over seeds, over images and of the remainder, of one difference. */
    record Components(double seeds, double images, double both) {
        static Components of(double[][] differences) {
            int n = differences.length;
            int m = differences[0].length;
            CrossedInterval crossed = CrossedInterval.of(differences, REPLICATES, 1);
            double both = crossed.interactionVariance() * n * m;
            return new Components(Math.max(0, crossed.seedVariance() - both / m), crossed.imageVariance() * m, both);
        }

        /** The larger of each. */
        Components or(Components other) {
            return new Components(
                    Math.max(seeds, other.seeds), Math.max(images, other.images), Math.max(both, other.both));
        }
    }

    /** {@code studies} of them, one {@code components} for each endpoint. */
    static NullSimulation of(
            List<Endpoint> endpoints, List<Components> components, int seeds, int images, int studies, long seed) {
        Random random = new Random(seed);
        int called = 0;
        for (int study = 0; study < studies; study++) {
            List<Evidence> evidence = new ArrayList<>();
            for (int k = 0; k < endpoints.size(); k++) {
                double[][] differences = draw(components.get(k), seeds, images, random);
                evidence.add(Evidence.of(endpoints.get(k), differences, REPLICATES, random.nextLong()));
            }
            called += Verdict.of(Evidence.decide(evidence)).calls() ? 1 : 0;
        }
        return new NullSimulation(studies, called);
    }

    private static double[][] draw(Components c, int seeds, int images, Random random) {
        double[] b = new double[images];
        Arrays.setAll(b, i -> Math.sqrt(c.images) * random.nextGaussian());
        double[][] differences = new double[seeds][images];
        for (double[] row : differences) {
            double a = Math.sqrt(c.seeds) * random.nextGaussian();
            Arrays.setAll(row, i -> a + b[i] + Math.sqrt(c.both) * random.nextGaussian());
        }
        return differences;
    }

    /** Upper end of the rate's 95 % interval (Clopper and Pearson, 1934). */
    double upper() {
        return called == studies
                ? 1
                : new BetaDistribution(null, called + 1.0, studies - called)
                        .inverseCumulativeProbability((1 + LEVEL) / 2);
    }

    Control control() {
        return new Control(
                "drawn nulls",
                upper() <= MOST,
                String.format(
                        Locale.ROOT,
                        "%d of %d studies without a difference were called (%.1f %%, at most %.1f %% with 97.5 %% "
                                + "certainty; allowed %.1f %%)",
                        called,
                        studies,
                        100.0 * called / studies,
                        100 * upper(),
                        100 * MOST));
    }
}
