package janus.models.report;

import static janus.models.report.Html.escape;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole report as one HTML document: style, script, data and images inside, nothing loaded from elsewhere. */
final class Page {
    private static final String PLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Page() {}

    static String html(RunResult result) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + escape(result.title()) + "</title>\n<style>"
                + resource(PLOT + ".min.css")
                + resource("report.css")
                + "</style></head><body><main>\n"
                + head(result)
                + curves(result.models())
                + section("Attributes", Breakdown.attributes(result))
                + section("Points", Breakdown.points(result))
                + ScoreTables.slices(result)
                + FaceGallery.html(result)
                + settings(result)
                + "</main>\n<script>"
                + resource(PLOT + ".iife.min.js")
                + "</script>\n<script>"
                + resource("report.js")
                + "</script></body></html>\n";
    }

    private static String head(RunResult result) {
        StringBuilder html = new StringBuilder("<h1>" + escape(result.title()) + "</h1>\n<p class=\"facts\">seed "
                + result.seed() + " · " + result.rows().length + " test images · "
                + Numbers.duration(result.seconds()) + "</p>\n<section class=\"box\">");
        html.append(ScoreTables.means(result));
        Comparison.differences(result)
                .forEach(line -> html.append("<p>").append(escape(line)).append("</p>"));
        Comparison.notes(result)
                .forEach(line ->
                        html.append("<p class=\"note\">").append(escape(line)).append("</p>"));
        return html.append("</section>\n").toString();
    }

    private static String curves(List<ModelResult> models) {
        ArrayNode charts = JSON.createArrayNode();
        for (String quantity : CurvesFigure.quantities(models)) {
            ObjectNode chart = charts.addObject().put("quantity", quantity);
            ArrayNode series = chart.putArray("series");
            for (int m = 0; m < models.size(); m++) {
                for (Curve curve : models.get(m).curves()) {
                    if (curve.quantity().equals(quantity)) {
                        series(series, models.get(m).name(), m, curve.validation(), false);
                        series(series, models.get(m).name() + ", training", m, curve.train(), true);
                    }
                }
            }
        }
        if (charts.isEmpty()) {
            return "";
        }
        // inside a script element only "</" could end it early
        String data = charts.toString().replace("</", "<\\/");
        return "<h2>Training</h2><p>Validation solid, training dashed. Drag to zoom, double-click to go back.</p>"
                + "<div id=\"curves\"></div>\n<script type=\"application/json\" id=\"curve-data\">" + data
                + "</script>\n";
    }

    private static void series(ArrayNode all, String name, int model, double[] values, boolean dashed) {
        if (Arrays.stream(values).noneMatch(Double::isFinite)) {
            return;
        }
        ObjectNode series = all.addObject();
        series.put("name", name).put("model", model % Plot.COLOURS.size()).put("dashed", dashed);
        ArrayNode numbers = series.putArray("values");
        for (double value : values) {
            if (Double.isFinite(value)) {
                numbers.add(value);
            } else {
                numbers.addNull();
            }
        }
    }

    private static String section(String title, @Nullable Breakdown table) {
        return table == null ? "" : "<h2>" + title + "</h2>\n" + ScoreTables.breakdown(table);
    }

    private static String settings(RunResult result) {
        StringBuilder html =
                new StringBuilder("<h2>Environment</h2><div class=\"scroll\"><table class=\"plain\"><tbody>");
        result.environment().forEach((name, value) -> html.append("<tr><th>")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(value))
                .append("</td></tr>"));
        html.append("</tbody></table></div>\n<h2>Configuration</h2><pre>")
                .append(escape(result.config().strip()))
                .append("</pre>\n<footer>For research into methods. Not for decisions about people, identification or "
                        + "surveillance; labels are annotators’ perceptions.");
        return html.append(
                        result.synthetic()
                                ? ""
                                : " This page contains images of the data set: its licence governs who may see them.")
                .append("</footer>\n")
                .toString();
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
