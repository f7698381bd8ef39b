package janus.models.report;

import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One metric in per cent, per category (attribute or point) and series (baseline or model). Where it is {@code
 * relative}, figures show what a series adds to the first.
 */
record Breakdown(String title, String unit, boolean relative, List<String> categories, List<Series> series) {
    /** Values in per cent, one a category; {@code model} is the model's index, −1 for a baseline. */
    record Series(String name, int model, double[] values) {}

    /** Accuracy per attribute; null where the data has none. */
    static @Nullable Breakdown attributes(RunResult result) {
        Baselines b = result.baselines();
        List<Series> series = new ArrayList<>();
        add(series, "majority class", -1, b.majority());
        add(series, "linear pixel model", -1, b.linearAttributes());
        for (int m = 0; m < result.models().size(); m++) {
            add(series, result.models().get(m).name(), m, result.models().get(m).attributes());
        }
        return b.majority() == null
                ? null
                : new Breakdown(
                        "Accuracy above the majority class",
                        "percentage points",
                        true,
                        result.data().attributes(),
                        series);
    }

    /** NME per point; null where the data has none. */
    static @Nullable Breakdown points(RunResult result) {
        Baselines b = result.baselines();
        List<Series> series = new ArrayList<>();
        add(series, "constant points", -1, b.constant());
        add(series, "linear pixel model", -1, b.linearPoints());
        for (int m = 0; m < result.models().size(); m++) {
            add(series, result.models().get(m).name(), m, result.models().get(m).points());
        }
        return b.constant() == null
                ? null
                : new Breakdown(
                        "Error of the points, smaller is better",
                        "NME, % of the distance between the eyes",
                        false,
                        result.data().points(),
                        series);
    }

    /** The series a figure shows: all, or all but the one the others are compared to. */
    List<Series> shown() {
        return relative
                ? series.stream()
                        .skip(1)
                        .map(s -> new Series(s.name, s.model, added(s.values)))
                        .toList()
                : series;
    }

    /** The categories as figures and tables order them: relative ones by what the first model adds, most first. */
    int[] order() {
        Comparator<Integer> byGain = Comparator.comparingDouble(category -> -gain(category));
        return IntStream.range(0, categories.size())
                .boxed()
                .sorted(relative ? byGain : Comparator.naturalOrder())
                .mapToInt(category -> category)
                .toArray();
    }

    /** What the first model whose value is defined adds. */
    private double gain(int category) {
        return shown().stream()
                .filter(s -> s.model >= 0)
                .mapToDouble(s -> s.values[category])
                .filter(Double::isFinite)
                .findFirst()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private double[] added(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] - series.getFirst().values[i])
                .toArray();
    }

    private static void add(List<Series> series, String name, int model, @Nullable AttributeScores scores) {
        if (scores != null) {
            series.add(new Series(name, model, percent(scores.accuracy())));
        }
    }

    private static void add(List<Series> series, String name, int model, @Nullable PointScores scores) {
        if (scores != null) {
            series.add(new Series(name, model, percent(scores.nmeByPoint())));
        }
    }

    private static double[] percent(double[] fractions) {
        return IntStream.range(0, fractions.length)
                .mapToDouble(i -> 100 * fractions[i])
                .toArray();
    }
}
