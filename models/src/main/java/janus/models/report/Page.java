package janus.models.report;

import static janus.models.report.Html.escape;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person reads of one run. */
final class Page {
    private Page() {}

    static String html(RunResult result) {
        return Document.html(
                result.title(),
                head(result)
                        + curves(result.models())
                        + section("Attributes", Breakdown.attributes(result))
                        + section("Points", Breakdown.points(result))
                        + ScoreTables.slices(result)
                        + FaceGallery.html(result)
                        + settings(result));
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
        List<Panel> panels = RunCurves.panels(models);
        return panels.isEmpty()
                ? ""
                : "<h2>Training</h2><p>Validation solid, training dashed. Drag to zoom, double-click to go back.</p>"
                        + Panel.html(panels);
    }

    private static String section(String title, @Nullable Breakdown table) {
        return table == null ? "" : "<h2>" + title + "</h2>\n" + ScoreTables.breakdown(table);
    }

    private static String settings(RunResult result) {
        return "<h2>Environment</h2>" + Html.facts(result.environment())
                + "\n<h2>Configuration</h2><pre>" + escape(result.config().strip()) + "</pre>\n"
                + Document.footer(!result.synthetic());
    }
}
