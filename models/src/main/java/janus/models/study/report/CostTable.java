package janus.models.study.report;

import static janus.models.report.Html.escape;
import static janus.models.report.Html.number;

import janus.models.report.Html;
import janus.models.report.Numbers;
import janus.models.study.StudyScores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each arm reached and what it cost, its models together, beside what can be had without a network. */
final class CostTable {
    private static final String HEAD = "<div class=\"scroll\"><table><thead><tr><th></th><th>accuracy %</th>"
            + "<th>NME %</th><th>parameters</th><th>FLOPs an image</th><th>training time</th><th>peak memory</th></tr>"
            + "</thead><tbody>\n";

    private static final String TERMS =
            "Means over seeds; the largest peak memory, which weights, gradients and feature "
                    + "maps took while all models of the arm were trained, diagnostics included. Parameters, FLOPs (forward) and "
                    + "time are those of an arm’s models together.";

    /** Baselines as summaries name them, by accuracy and by NME. */
    private record Trivial(String words, String accuracy, String nme) {}

    private static final List<Trivial> TRIVIALS = List.of(
            new Trivial("majority class", "majority_accuracy", ""),
            new Trivial("constant points", "", "constant_nme"),
            new Trivial("linear pixel model", "linear_accuracy", "linear_nme"));

    private CostTable() {}

    static String html(StudyResult study) {
        StringBuilder html = new StringBuilder(HEAD);
        Map<String, Double> known = baselines(study);
        for (Trivial trivial : TRIVIALS) {
            double accuracy = known.getOrDefault(trivial.accuracy, Double.NaN);
            double nme = known.getOrDefault(trivial.nme, Double.NaN);
            if (Double.isFinite(accuracy) || Double.isFinite(nme)) {
                html.append("<tr class=\"baseline\"><th>")
                        .append(escape(trivial.words))
                        .append("</th>");
                html.append(number(Numbers.percent(accuracy, 2))).append(number(Numbers.percent(nme, 2)));
                html.append(number("–").repeat(4)).append("</tr>\n");
            }
        }
        for (int i = 0; i < study.arms().size(); i++) {
            html.append(row(study.arms().get(i), study.scores().arms().get(i)));
        }
        return html.append("</tbody></table></div>\n<p class=\"facts\">")
                .append(TERMS)
                .append("</p>\n")
                .toString();
    }

    private static String row(ArmRuns arm, StudyScores.Arm scores) {
        double parameters = arm.mean(run -> run.sum("parameters"));
        double flops = arm.mean(run -> run.sum("flops_per_image"));
        double seconds = arm.mean(run -> run.sum("seconds"));
        double memory = arm.largest(ArmRuns.Run::peak);
        return "<tr><th>" + Html.model(arm.colour(), arm.name()) + "</th>"
                + number(Numbers.fixed(mean(scores.accuracy()), 2))
                + number(Numbers.fixed(mean(scores.nme()), 2))
                + number(Double.isNaN(parameters) ? "–" : Numbers.count(Math.round(parameters)))
                + number(Numbers.scaled(flops))
                + number(Double.isNaN(seconds) ? "–" : Numbers.duration(seconds))
                + number(Double.isNaN(memory) ? "–" : Numbers.scaled(memory) + "B") + "</tr>\n";
    }

    private static double mean(double @Nullable [] seeds) {
        return seeds == null ? Double.NaN : Numbers.mean(seeds);
    }

    /** As the first run that has them says; fractions. */
    private static Map<String, Double> baselines(StudyResult study) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (ArmRuns arm : study.arms()) {
            for (ArmRuns.Run run : arm.runs()) {
                run.summary().path("models").forEach(model -> model.path("baselines")
                        .properties()
                        .forEach(entry -> values.putIfAbsent(
                                entry.getKey(), entry.getValue().asDouble(Double.NaN))));
            }
        }
        return values;
    }
}
