package janus.models.study.report;

import static janus.models.report.Html.escape;
import static janus.models.report.Html.number;

import janus.models.report.Comparison;
import janus.models.report.Document;
import janus.models.report.Numbers;
import janus.models.study.Interval;
import janus.models.study.Judgement;
import janus.models.study.Plans;
import janus.models.study.Setting;
import janus.models.study.Sweep;
import java.util.List;
import java.util.stream.Collectors;

/** {@code sweep.html}. */
final class SweepPage {
    private static final String HEAD =
            "<div class=\"scroll\"><table class=\"groups\"><thead><tr><th class=\"name\">%s</th><th></th>"
                    + "<th>%s %%</th><th>%s %%</th><th>effect</th><th>95 %% interval</th><th></th>"
                    + "<th class=\"name\">verdict</th></tr></thead>\n";
    private static final String TERMS = "Effect: candidate minus reference, in percentage points. Better or worse, "
            + "practically equivalent, inconclusive: as each study’s own report says, with p, costs and every seed.";

    private final Sweep sweep;

    private SweepPage(Sweep sweep) {
        this.sweep = sweep;
    }

    static String html(Sweep sweep, List<SweepFigure> figures) {
        SweepPage page = new SweepPage(sweep);
        String title = sweep.folder().plan().title();
        return Document.html(
                title, page.head(title) + effects(figures) + page.table() + page.plan() + Document.footer(false));
    }

    private String head(String title) {
        Judgement first = sweep.judgements().getFirst();
        int seeds = first.first().seeds().size();
        return "<h1>" + escape(title) + "</h1>\n<p class=\"facts\">"
                + escape(sweep.candidate() + " against " + sweep.reference()) + " · "
                + sweep.folder().plan().sweep().size() + " values of "
                + escape(sweep.settings().getFirst().key())
                + (sweep.missing().isEmpty() ? "" : ", " + sweep.missing().size() + " of them without a verdict")
                + " · " + seeds + (seeds == 1 ? " seed" : " seeds")
                + " each</p>\n";
    }

    private static String effects(List<SweepFigure> figures) {
        StringBuilder html =
                new StringBuilder("<h2>Effects</h2><p>Candidate minus reference at each value. Thick: 90 %, "
                        + "thin: 95 % interval; small dots: every seed.</p>\n<div class=\"figures\">");
        figures.forEach(figure -> html.append(figure.drawing().html(figure.alt())));
        return html.append("</div>\n").toString();
    }

    private String table() {
        StringBuilder html = new StringBuilder("<section class=\"box\">\n");
        html.append(HEAD.formatted(
                escape(sweep.settings().getFirst().key()), escape(sweep.candidate()), escape(sweep.reference())));
        for (Setting setting : sweep.folder().plan().sweep()) {
            Judgement judgement = sweep.at(setting);
            html.append(judgement == null ? gap(setting) : rows(setting, judgement));
        }
        html.append("</table></div>\n<p>").append(escape(Sweep.DESCRIPTIVE)).append("</p>\n");
        html.append("<p class=\"facts\">").append(escape(TERMS)).append("</p>\n");
        html.append(VerdictBox.controls(sweep.calibration()));
        html.append(sweep.drawn() ? VerdictBox.note(Comparison.SYNTHETIC) : "");
        return html.append("</section>\n").toString();
    }

    private static String rows(Setting setting, Judgement judgement) {
        int rows = judgement.results().size();
        StringBuilder html = new StringBuilder("<tbody>");
        for (int k = 0; k < rows; k++) {
            Judgement.Result result = judgement.results().get(k);
            html.append("<tr>");
            if (k == 0) {
                String report = escape(setting.folder()) + "/report.html";
                String link = "<a href=\"" + report + "\">" + escape(setting.value()) + "</a>";
                html.append("<th rowspan=\"").append(rows).append("\">");
                html.append(link).append(others(setting)).append("</th>");
            }
            html.append("<td>").append(escape(result.endpoint().name())).append("</td>");
            html.append(number(Numbers.fixed(result.first(), 3))).append(number(Numbers.fixed(result.second(), 3)));
            html.append(number(Numbers.signed(result.effect(), 3)));
            Interval interval = result.interval(.95);
            html.append(number(interval == null ? "–" : Figures.text(interval)));
            html.append("<td><b>").append(escape(judgement.decision(k))).append("</b></td>");
            if (k == 0) {
                html.append("<td rowspan=\"").append(rows).append("\">");
                html.append(escape(judgement.said())).append("</td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody>\n").toString();
    }

    private String gap(Setting setting) {
        return "<tbody><tr><th>" + escape(setting.value()) + others(setting) + "</th><td colspan=\"7\">"
                + escape(sweep.gap(setting)) + "</td></tr>\n</tbody>\n";
    }

    private static String others(Setting setting) {
        return setting.others().stream()
                .map(other -> "<br><small>" + escape(other) + "</small>")
                .collect(Collectors.joining());
    }

    private String plan() {
        return "<h2>Plan</h2><p>SHA-256 " + sweep.folder().hash()
                + "</p><details><summary>of all studies together</summary><pre>"
                + escape(Plans.yaml(sweep.folder().plan()).strip()) + "</pre></details>\n";
    }
}
