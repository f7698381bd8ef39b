package janus.models.report;

import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every metric of every model, as tables for a terminal; fractions in per cent, coordinates as fractions. */
public final class ScoreText {
    private static final String ROW = "%-24s" + " %9s".repeat(7) + "%n";

    private ScoreText() {}

    public static String of(RunResult result) {
        StringBuilder text = new StringBuilder();
        for (ModelResult model : result.models()) {
            if (model.attributes() != null) {
                text.append(attributes(model.name(), result, model.attributes()))
                        .append(System.lineSeparator());
            }
            if (model.points() != null) {
                text.append(points(model.name(), result, model.points())).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    private static String attributes(String model, RunResult result, AttributeScores s) {
        AttributeScores majority = result.baselines().majority();
        StringBuilder text =
                new StringBuilder(row(model, "accuracy", "majority", "balanced", "F1", "precision", "recall", "AUC"));
        List<String> names = result.data().attributes();
        for (int a = 0; a < names.size(); a++) {
            text.append(row(
                    names.get(a),
                    percent(s.accuracy()[a]),
                    majority == null ? "–" : percent(majority.accuracy()[a]),
                    percent(s.balancedAccuracy()[a]),
                    percent(s.f1()[a]),
                    percent(s.precision()[a]),
                    percent(s.recall()[a]),
                    percent(s.auc()[a])));
        }
        return text + totals(s, majority);
    }

    private static String totals(AttributeScores s, @Nullable AttributeScores majority) {
        return row(
                        "macro",
                        percent(s.macroAccuracy()),
                        majority == null ? "–" : percent(majority.macroAccuracy()),
                        percent(s.meanBalancedAccuracy()),
                        percent(s.macroF1()),
                        percent(s.macroPrecision()),
                        percent(s.macroRecall()),
                        percent(s.meanAuc()))
                + row(
                        "micro",
                        percent(s.microAccuracy()),
                        majority == null ? "–" : percent(majority.microAccuracy()),
                        "–",
                        percent(s.microF1()),
                        percent(s.microPrecision()),
                        percent(s.microRecall()),
                        "–");
    }

    private static String points(String model, RunResult result, PointScores s) {
        PointScores constant = result.baselines().constant();
        StringBuilder text = new StringBuilder(line(model, "NME %", "constant"));
        List<String> names = result.data().points();
        for (int p = 0; p < names.size(); p++) {
            text.append(line(
                    names.get(p),
                    percent(s.nmeByPoint()[p]),
                    constant == null ? "–" : percent(constant.nmeByPoint()[p])));
        }
        text.append(line("mean", percent(s.nme()), constant == null ? "–" : percent(constant.nme())));
        return text.append(String.format(
                        Locale.ROOT,
                        "failures beyond 10 %%: %s %%; MAE %s, MSE %s, RMSE %s of x/width, y/height%n",
                        percent(s.failureRate()),
                        Numbers.fixed(s.mae(), 5),
                        Numbers.fixed(s.mse(), 7),
                        Numbers.fixed(s.rmse(), 5)))
                .toString();
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, ROW, (Object[]) cells);
    }

    private static String line(String name, String own, String other) {
        return String.format(Locale.ROOT, "%-24s %9s %9s%n", name, own, other);
    }

    private static String percent(double fraction) {
        return Numbers.percent(fraction, 2);
    }
}
