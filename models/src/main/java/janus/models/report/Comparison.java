package janus.models.report;

import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The models beside the trivial baselines, as rows, and as a table for a terminal. */
public final class Comparison {
    /** Of drawn faces. */
    public static final String SYNTHETIC = "synthetic: shows that the instrument works, says nothing about faces";

    private Comparison() {}

    /** One line of the table, fractions; NaN where it has no such head. Baselines have 0 parameters. */
    record Row(
            String name,
            boolean baseline,
            double accuracy,
            double aboveMajority,
            double balancedAccuracy,
            double nme,
            double mae,
            long parameters,
            double seconds) {}

    /** A line per baseline and model, then what may not be concluded from them. */
    public static String text(RunResult result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-20s %10s %9s %9s %7s %8s %11s %10s%n",
                "",
                "accuracy %",
                "+majority",
                "balanced",
                "NME %",
                "MAE",
                "parameters",
                "time"));
        for (Row row : rows(result)) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-20s %10s %9s %9s %7s %8s %11s %10s%n",
                    row.name,
                    Numbers.percent(row.accuracy, 2),
                    Numbers.points(row.aboveMajority, 2),
                    Numbers.percent(row.balancedAccuracy, 2),
                    Numbers.percent(row.nme, 2),
                    Numbers.fixed(row.mae, 4),
                    row.parameters == 0 ? "–" : Numbers.count(row.parameters),
                    row.baseline ? "–" : Numbers.duration(row.seconds)));
        }
        differences(result).forEach(line -> text.append(line).append(System.lineSeparator()));
        notes(result).forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString();
    }

    static List<Row> rows(RunResult result) {
        Baselines b = result.baselines();
        AttributeScores majority = b.majority();
        List<Row> rows = new ArrayList<>();
        if (majority != null) {
            rows.add(row("majority class", true, majority, null, majority, 0, 0));
        }
        if (b.constant() != null) {
            rows.add(row("constant points", true, null, b.constant(), majority, 0, 0));
        }
        if (b.linearAttributes() != null || b.linearPoints() != null) {
            rows.add(row("linear pixel model", true, b.linearAttributes(), b.linearPoints(), majority, 0, 0));
        }
        for (ModelResult m : result.models()) {
            rows.add(row(m.name(), false, m.attributes(), m.points(), majority, m.parameters(), m.seconds()));
        }
        return rows;
    }

    private static Row row(
            String name,
            boolean baseline,
            @Nullable AttributeScores attributes,
            @Nullable PointScores points,
            @Nullable AttributeScores majority,
            long parameters,
            double seconds) {
        double accuracy = attributes == null ? Double.NaN : attributes.macroAccuracy();
        return new Row(
                name,
                baseline,
                accuracy,
                attributes == null || majority == null ? Double.NaN : accuracy - majority.accuracyWhere(attributes),
                attributes == null ? Double.NaN : attributes.meanBalancedAccuracy(),
                points == null ? Double.NaN : points.nme(),
                points == null ? Double.NaN : points.mae(),
                parameters,
                seconds);
    }

    /** The model of all tasks against each of one kind, on the labels both predict, with the sign that is good. */
    static List<String> differences(RunResult result) {
        List<String> lines = new ArrayList<>();
        for (ModelResult both : result.models()) {
            if (both.attributes() == null || both.points() == null) {
                continue;
            }
            for (ModelResult one : result.models()) {
                if (one.attributes() != null && one.points() == null) {
                    double d = both.attributes().accuracyWhere(one.attributes())
                            - one.attributes().accuracyWhere(both.attributes());
                    lines.add(both.name() + " minus " + one.name() + ": accuracy " + Numbers.points(d, 2)
                            + " points (more is better)");
                } else if (one.points() != null && one.attributes() == null) {
                    double d = both.points().nme() - one.points().nme();
                    lines.add(both.name() + " minus " + one.name() + ": NME " + Numbers.points(d, 2)
                            + " points (less is better)");
                }
            }
        }
        return lines;
    }

    /** What the figures do not say. */
    static List<String> notes(RunResult result) {
        return result.synthetic() ? List.of("one seed: no verdict", SYNTHETIC) : List.of("one seed: no verdict");
    }
}
