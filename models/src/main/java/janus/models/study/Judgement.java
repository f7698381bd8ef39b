package janus.models.study;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Arm A against arm B, from their predictions: differences are A minus B, pairs are seeds of the same name. With one
 * seed, or where the {@link Audit} finds a difference, there are figures but no decision.
 *
 * @param results of the endpoints both arms predict
 * @param oneSided a line for each endpoint that only one arm predicts; the verdict says nothing about it
 */
public record Judgement(
        ArmFolder first,
        ArmFolder second,
        int images,
        List<Result> results,
        List<String> oneSided,
        Verdict verdict,
        @Nullable DeltaM deltaM,
        Audit audit,
        Calibration calibration,
        boolean synthetic) {
    private static final int REPLICATES = 2_000;

    /**
     * @param differences A minus B, mean over images of each seed
     * @param evidence null with one seed
     */
    public record Result(
            Endpoint endpoint,
            double first,
            double second,
            double[] differences,
            @Nullable Evidence evidence) {
        /** A minus B. */
        public double effect() {
            return first - second;
        }

        /** The effect's decision interval at {@code level}; null with one seed. */
        public @Nullable Interval interval(double level) {
            return evidence == null ? null : evidence.crossed().interval(level);
        }
    }

    /** What is decided on, and by which keys arms may differ. */
    record Terms(List<Endpoint> endpoints, Set<String> free, Calibration calibration) {
        /** Of folders whose plan is not known. */
        static Terms usual(Calibration calibration) {
            return new Terms(List.of(Endpoint.ACCURACY, Endpoint.NME), Audit.FREE, calibration);
        }
    }

    /**
     * Judges the folders' seeds by the labels of {@code data}.
     *
     * @param firstModels of each seed's models those whose predictions count; empty: all
     * @throws DataException if the folders are no pairs
     */
    public static Judgement of(
            Path first,
            List<String> firstModels,
            Path second,
            List<String> secondModels,
            FaceData data,
            Calibration calibration)
            throws IOException {
        ArmFolder a = ArmFolder.open(first, firstModels);
        return of(a, ArmFolder.open(second, secondModels), data, Terms.usual(calibration));
    }

    /** As {@link #of(Path, List, Path, List, FaceData, Calibration)}, on other terms. */
    static Judgement of(ArmFolder a, ArmFolder b, FaceData data, Terms terms) throws IOException {
        a.requireSeedsOf(b);
        if (a.seeds().size() > SignFlip.MOST) {
            throw new DataException(a.path() + ": " + a.seeds().size() + " seeds; the exact test takes " + SignFlip.MOST
                    + " at most, leave some out");
        }
        List<ImageScores> ours = new ArrayList<>();
        List<ImageScores> theirs = new ArrayList<>();
        PredictionTable all = a.read(0);
        for (int seed = 0; seed < a.seeds().size(); seed++) {
            PredictionTable one = a.read(seed);
            PredictionTable two = b.read(seed);
            one.requireImagesOf(all);
            two.requireImagesOf(all);
            ours.add(ImageScores.of(one, data));
            theirs.add(ImageScores.of(two, data));
            ImageScores.requireSameLabels(one, two, data);
            ImageScores.requireSameLabels(all, one, data);
        }
        List<Result> results = new ArrayList<>();
        List<String> oneSided = new ArrayList<>();
        for (Endpoint endpoint : terms.endpoints()) {
            List<double @Nullable []> one = scores(ours, endpoint);
            List<double @Nullable []> two = scores(theirs, endpoint);
            if (!one.contains(null) && !two.contains(null)) {
                results.add(result(endpoint, one, two));
            } else if (Stream.concat(one.stream(), two.stream()).anyMatch(Objects::nonNull)) {
                Path without = (one.contains(null) ? a : b).path();
                oneSided.add(endpoint.name() + ": not compared, " + without + " does not predict it");
            }
        }
        if (results.isEmpty()) {
            throw new DataException(a.path() + " and " + b.path() + ": no label of the data is predicted by both");
        }
        Audit audit = Audit.of(a, b, terms.free());
        Calibration calibration = terms.calibration().of(audit.codes());
        return new Judgement(
                a,
                b,
                all.images().size(),
                results,
                oneSided,
                verdict(results, audit, calibration),
                results.stream().allMatch(result -> result.second > 0) ? DeltaM.of(results) : null,
                audit,
                calibration,
                data.drawn() || a.synthetic() || b.synthetic());
    }

    /** What both arms reached at {@code endpoint}; null where they do not both predict it. */
    public @Nullable Result result(Endpoint endpoint) {
        return results.stream()
                .filter(result -> result.endpoint.name().equals(endpoint.name()))
                .findFirst()
                .orElse(null);
    }

    /** The verdict's words, which say where they hold of one half alone. */
    public String said() {
        return scope() + verdict.said();
    }

    /** What stands before a verdict in whichever words. */
    String scope() {
        return oneSided.isEmpty() ? "" : "on what both predict: ";
    }

    /** What is decided on {@code results} at {@code index}. */
    public String decision(int index) {
        return verdict.decisions().isEmpty()
                ? "no decision"
                : verdict.decisions().get(index).said();
    }

    private static List<double @Nullable []> scores(List<ImageScores> seeds, Endpoint endpoint) {
        List<double @Nullable []> scores = new ArrayList<>();
        seeds.forEach(seed -> scores.add(endpoint.higherIsBetter() ? seed.accuracy() : seed.nme()));
        return scores;
    }

    private static Result result(Endpoint endpoint, List<double @Nullable []> a, List<double @Nullable []> b) {
        int n = a.size();
        double[][] differences = new double[n][];
        double[] means = new double[n];
        double first = 0;
        double second = 0;
        for (int seed = 0; seed < n; seed++) {
            double[] one = Objects.requireNonNull(a.get(seed));
            double[] two = Objects.requireNonNull(b.get(seed));
            // a missing label makes NaN in both
            int[] known = IntStream.range(0, one.length)
                    .filter(i -> !Double.isNaN(one[i]) && !Double.isNaN(two[i]))
                    .toArray();
            if (known.length < 2) {
                throw new DataException(endpoint.name() + ": " + known.length
                        + " images with labels are predicted, at least 2 are needed; check the data");
            }
            differences[seed] =
                    IntStream.of(known).mapToDouble(i -> one[i] - two[i]).toArray();
            means[seed] = IntStream.of(known)
                    .mapToDouble(i -> one[i] - two[i])
                    .average()
                    .orElse(Double.NaN);
            first += IntStream.of(known).mapToDouble(i -> one[i]).average().orElse(Double.NaN) / n;
            second += IntStream.of(known).mapToDouble(i -> two[i]).average().orElse(Double.NaN) / n;
        }
        Evidence evidence = n < 2 ? null : Evidence.of(endpoint, differences, REPLICATES, 1);
        return new Result(endpoint, first, second, means, evidence);
    }

    private static Verdict verdict(List<Result> results, Audit audit, Calibration calibration) {
        List<Evidence> evidence = new ArrayList<>();
        for (Result result : results) {
            if (result.evidence == null) {
                return Verdict.without(Verdict.Overall.NONE);
            }
            evidence.add(result.evidence);
        }
        if (!audit.differences().isEmpty()) {
            return Verdict.without(Verdict.Overall.REFUSED);
        }
        return calibration.failed() ? Verdict.without(Verdict.Overall.WITHHELD) : Verdict.of(Evidence.decide(evidence));
    }
}
