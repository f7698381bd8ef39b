package janus.models.study;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Runs of one arm, paired at random again and again, as if half of them were another arm: how often the instrument sees
 * a difference where there is none. Pairings share runs, so that the share of calls has no binomial error.
 */
final class SameArm {
    private static final int PAIRINGS = 200;
    private static final int REPLICATES = 500;

    // of honest sets of 16 runs, simulated, 99 in 100 stay below this share: see SameArmTest
    static final double MOST = .25;

    private SameArm() {}

    static Control of(RunScores runs, List<Endpoint> endpoints) {
        int called = called(runs, endpoints, PAIRINGS, new Random(1));
        return new Control(
                "one arm twice",
                called <= MOST * PAIRINGS,
                String.format(
                        Locale.ROOT,
                        "%d of %d pairings of %d runs were called different (%.1f %%; at most %.0f %%; they share runs)",
                        called,
                        PAIRINGS,
                        runs.accuracy().length,
                        100.0 * called / PAIRINGS,
                        100 * MOST));
    }

    static int called(RunScores runs, List<Endpoint> endpoints, int pairings, Random random) {
        int called = 0;
        int[] order = IntStream.range(0, runs.accuracy().length).toArray();
        for (int k = 0; k < pairings; k++) {
            shuffle(order, random);
            List<Evidence> evidence = endpoints.stream()
                    .map(endpoint -> Evidence.of(
                            endpoint, RunScores.differences(runs.of(endpoint), order), REPLICATES, random.nextLong()))
                    .toList();
            called += Verdict.of(Evidence.decide(evidence)).calls() ? 1 : 0;
        }
        return called;
    }

    private static void shuffle(int[] order, Random random) {
        int[] keys = random.ints(order.length).toArray();
        int[] copy = order.clone();
        int[] sorted = Ascending.order(Arrays.stream(keys).asDoubleStream().toArray());
        Arrays.setAll(order, i -> copy[sorted[i]]);
    }
}
