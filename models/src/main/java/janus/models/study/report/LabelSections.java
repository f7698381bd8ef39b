package janus.models.study.report;

import static janus.models.report.Html.escape;
import static janus.models.report.Html.number;

import janus.models.report.Numbers;
import janus.models.study.Interval;
import janus.models.study.LabelComparison;
import janus.models.study.LabelComparison.Label;
import janus.models.study.McNemar;
import java.util.List;

/** Attributes and points one by one, and the two networks of each seed: all exploratory. */
final class LabelSections {
    private static final String MCNEMAR = "These two networks: each line is about the two networks of one seed, not "
            + "about their methods. It counts the test images of which one of them has more attributes right than the "
            + "other; p is the exact binomial of that, which for one attribute is McNemar’s test. Single answers are "
            + "not pooled, as those on one image depend on each other. The last column is McNemar’s test attribute by "
            + "attribute, after Benjamini and Hochberg within the seed.";

    private final StudyResult study;

    private LabelSections(StudyResult study) {
        this.study = study;
    }

    static String html(StudyResult study) {
        LabelSections sections = new LabelSections(study);
        StringBuilder html = new StringBuilder("<h2>Attributes and points, exploratory</h2><p>Nothing is decided here: "
                + "with so many labels some differ by chance. Intervals are paired t over seeds at 95 %; p is after "
                + "Benjamini and Hochberg over the labels of its table. In the figures blue is better, orange worse, "
                + "grey not told from 0.</p>\n");
        for (int i = 0; i < study.references().size(); i++) {
            String comparison = sections.comparison(i);
            html.append(
                    i == 0
                            ? comparison
                            : "<details><summary>against "
                                    + escape(study.references().get(i)) + "</summary>" + comparison + "</details>\n");
        }
        return html.toString();
    }

    private String comparison(int index) {
        String title = study.candidate() + " − " + study.references().get(index);
        StringBuilder html = new StringBuilder("<h3>" + escape(title) + "</h3>\n<div class=\"figures\">");
        List<LabelFigure> figures = LabelFigure.of(study, index);
        figures.forEach(figure -> html.append(
                figure.drawing().html(title + ", " + figure.title() + "; the table below has the numbers")));
        html.append("</div>\n");
        figures.forEach(figure -> html.append(table(figure, index)));
        return html.append(networks(study.scores().comparisons().get(index).networks()))
                .toString();
    }

    private String table(LabelFigure figure, int index) {
        StringBuilder html = new StringBuilder("<h3>" + escape(figure.title()) + "</h3><div class=\"scroll\"><table>"
                + "<thead><tr><th></th><th>difference</th><th>95 % interval</th><th>p, adjusted</th><th>"
                + escape(study.candidate()) + " %</th><th>"
                + escape(study.references().get(index)) + " %</th><th>"
                + (figure.higherIsBetter() ? "majority class %" : "constant points %") + "</th></tr></thead><tbody>\n");
        for (Label label : figure.labels()) {
            Interval interval = LabelFigure.interval(label);
            html.append("<tr><th>").append(escape(label.name())).append("</th>");
            html.append(number(Numbers.signed(label.effect(), 3)));
            html.append(number(interval == null ? "–" : Figures.text(interval)));
            html.append(number(interval == null ? "–" : Numbers.p(label.adjusted())));
            html.append(number(Numbers.fixed(Numbers.mean(label.first()), 2)));
            html.append(number(Numbers.fixed(Numbers.mean(label.second()), 2)));
            html.append(number(Numbers.fixed(study.trivial(label.name(), figure.higherIsBetter()), 2)))
                    .append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private String networks(List<LabelComparison.Networks> networks) {
        if (networks.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<h3>These two networks</h3><p>" + escape(MCNEMAR)
                + "</p><div class=\"scroll\"><table><thead><tr><th></th><th>images: more right in "
                + escape(study.candidate())
                + "</th><th>fewer</th><th>p</th><th>attributes that differ</th></tr></thead>"
                + "<tbody>\n");
        for (LabelComparison.Networks seed : networks) {
            McNemar images = seed.images();
            html.append("<tr><th>").append(escape(seed.seed())).append("</th>");
            html.append(number(Integer.toString(images.first()))).append(number(Integer.toString(images.second())));
            html.append(number(Numbers.p(images.p())));
            html.append(number(seed.differing(LabelFigure.ALPHA) + " of "
                            + seed.attributes().size()))
                    .append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }
}
