package janus.models.report;

import static janus.models.report.Html.escape;
import static janus.models.report.Html.number;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page's tables: models beside baselines, every attribute, every point. */
final class ScoreTables {
    private ScoreTables() {}

    /** Means of all baselines and models. */
    static String means(RunResult result) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr><th></th>"
                + "<th>accuracy %</th><th>above majority</th><th>balanced %</th><th>NME %</th><th>MAE</th>"
                + "<th>parameters</th><th>time</th></tr></thead><tbody>");
        int model = 0;
        for (Comparison.Row row : Comparison.rows(result)) {
            html.append(row.baseline() ? "<tr class=\"baseline\"><th>" : "<tr><th>")
                    .append(row.baseline() ? escape(row.name()) : Html.model(model++, row.name()))
                    .append("</th>")
                    .append(number(Numbers.percent(row.accuracy(), 2)))
                    .append(number(Numbers.points(row.aboveMajority(), 2)))
                    .append(number(Numbers.percent(row.balancedAccuracy(), 2)))
                    .append(number(Numbers.percent(row.nme(), 2)))
                    .append(number(Numbers.fixed(row.mae(), 4)))
                    .append(number(row.baseline() ? "–" : Numbers.count(row.parameters())))
                    .append(number(row.baseline() ? "–" : Numbers.duration(row.seconds())))
                    .append("</tr>\n");
        }
        return html.append("</tbody></table></div>").toString();
    }

    /** A row a category with every series in numbers, and as dots on one scale; relative ones by their first model. */
    static String breakdown(Breakdown table) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr><th></th><th class=\"strip\">")
                .append(escape(table.relative() ? "above majority, " + table.unit() : table.unit()))
                .append("</th>");
        for (Breakdown.Series series : table.series()) {
            html.append("<th>").append(name(series)).append(" %</th>");
        }
        html.append("</tr></thead><tbody>\n");
        List<Breakdown.Series> shown = table.shown();
        for (int i : table.order()) {
            html.append("<tr><th>").append(escape(table.categories().get(i))).append("</th>");
            html.append(strip(shown, i));
            table.series().forEach(s -> html.append(number(Numbers.fixed(s.values()[i], 1))));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>").toString();
    }

    /** Groups of the test images by Male and Young; empty where the data lacks these labels. */
    static String slices(RunResult result) {
        StringBuilder rows = new StringBuilder();
        for (int m = 0; m < result.models().size(); m++) {
            ModelResult model = result.models().get(m);
            for (Slices.Slice slice : Slices.of(result, model)) {
                rows.append("<tr><th>").append(Html.model(m, model.name())).append("</th><td>");
                rows.append(escape(slice.group())).append("</td>");
                rows.append(number(Integer.toString(slice.images())));
                rows.append(number(Numbers.percent(slice.accuracy(), 2)));
                rows.append(number(Numbers.percent(slice.nme(), 2))).append("</tr>\n");
            }
        }
        return rows.isEmpty()
                ? ""
                : "<h2>Groups</h2><p>By the labels Male and Young, as annotators gave them.</p><div class=\"scroll\">"
                        + "<table><thead><tr><th></th><th></th><th>images</th><th>accuracy %</th><th>NME %</th></tr>"
                        + "</thead><tbody>" + rows + "</tbody></table></div>";
    }

    private static String name(Breakdown.Series series) {
        return series.model() < 0 ? escape(series.name()) : Html.model(series.model(), series.name());
    }

    /** Dots of one category between the least and the largest value of the table; the line is 0. */
    private static String strip(List<Breakdown.Series> shown, int category) {
        double[] all = shown.stream()
                .flatMapToDouble(series -> Arrays.stream(series.values()))
                .filter(Double::isFinite)
                .toArray();
        double least = 0, most = 1;
        for (double value : all) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double scale = 180 / (most - least);
        StringBuilder svg = new StringBuilder(
                "<td class=\"strip\"><svg viewBox=\"-8 0 196 16\" preserveAspectRatio=\"xMinYMid\" role=\"img\">");
        svg.append(String.format(
                Locale.ROOT,
                "<path class=\"track\" d=\"M0 8H180\"/><path class=\"zero\" d=\"M%.1f 1V15\"/>",
                -least * scale));
        for (Breakdown.Series series : shown) {
            double value = series.values()[category];
            if (Double.isFinite(value)) {
                svg.append(dot(series, value, (value - least) * scale));
            }
        }
        return svg.append("</svg></td>").toString();
    }

    private static String dot(Breakdown.Series series, double value, double x) {
        return String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"8\" r=\"%s\"><title>%s %.2f</title></circle>",
                series.model() < 0 ? "baseline" : "c" + series.model() % Plot.COLOURS.size(),
                x,
                series.model() < 0 ? "3" : "4.5",
                escape(series.name()),
                value);
    }
}
