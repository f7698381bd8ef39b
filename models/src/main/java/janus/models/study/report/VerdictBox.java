package janus.models.study.report;

import static janus.models.report.Html.escape;
import static janus.models.report.Html.number;

import janus.models.report.Comparison;
import janus.models.report.Numbers;
import janus.models.study.Calibration;
import janus.models.study.Endpoint;
import janus.models.study.Evidence;
import janus.models.study.Holm;
import janus.models.study.Judgement;
import java.util.Collection;
import java.util.List;

/** What a study says: the verdict on each comparison with its evidence, costs, and what may not be concluded. */
final class VerdictBox {
    private static final String HEAD = "<div class=\"scroll\"><table><thead><tr><th></th><th></th><th>%s %%</th>"
            + "<th>%s %%</th><th>effect</th><th>95 %% interval</th><th>90 %% interval</th><th>p</th>"
            + "<th>p, equivalence</th><th>margin</th></tr></thead><tbody>";
    private static final String TERMS = "Effect: candidate minus reference, in percentage points. p: exact sign flips "
            + "over seeds, after Holm over the endpoints. p, equivalence: two one-sided tests at the margin. Better or "
            + "worse: the 95 % interval lies beyond 0 and p is below .05. Practically equivalent: the 90 % interval "
            + "lies within the margin. Intervals hold the scatter of seeds and of the test images all seeds share. BCa "
            + "resamples the seeds: shown, not decided on.";
    private static final String NOISE = "Labels are perceptions of annotators, and noisy ones: no accuracy can be "
            + "expected to reach 100 %. Points are noted in whole pixels, which by itself comes to about 1.0 % NME.";

    private final StudyResult study;

    private VerdictBox(StudyResult study) {
        this.study = study;
    }

    static String html(StudyResult study) {
        VerdictBox box = new VerdictBox(study);
        StringBuilder html = new StringBuilder("<section class=\"box\">\n");
        for (int i = 0; i < study.judgements().size(); i++) {
            html.append(box.comparison(i));
        }
        html.append("<p class=\"facts\">").append(escape(TERMS)).append("</p>\n");
        html.append(CostTable.html(study));
        html.append(controls(study.judgements().getFirst().calibration()));
        html.append(study.synthetic() ? note(Comparison.SYNTHETIC) : note(NOISE));
        return html.append("</section>\n").toString();
    }

    /** What the controls said; what must not be overlooked stands out. */
    static String controls(Calibration calibration) {
        StringBuilder html = new StringBuilder(line(calibration.heading(), calibration.known()));
        calibration.controls().forEach(control -> html.append(line(control.text(), control.passed())));
        return html.toString();
    }

    private static String line(String text, boolean well) {
        return well ? "<p class=\"facts\">" + escape(text) + "</p>\n" : note(text);
    }

    private String comparison(int index) {
        Judgement judgement = study.judgements().get(index);
        String reference = study.references().get(index);
        StringBuilder html = new StringBuilder("<h2>")
                .append(escape(study.candidate() + " against " + reference + ": "))
                .append("<strong>")
                .append(escape(judgement.said()))
                .append("</strong></h2>\n");
        html.append(
                index == 0 && study.judgements().size() > 1
                        ? "<p>This comparison is the study’s verdict; the others explore, each judged as if it were the only one.</p>"
                        : "");
        judgement.audit().differences().values().forEach(line -> html.append(note("refused: " + line)));
        judgement.oneSided().forEach(line -> html.append(note(line)));
        html.append(HEAD.formatted(escape(study.candidate()), escape(reference)));
        double[] holm = holm(judgement.results());
        for (int k = 0; k < judgement.results().size(); k++) {
            html.append(row(judgement, k, holm));
        }
        html.append("</tbody></table></div>\n");
        if (judgement.deltaM() != null) {
            html.append("<p>").append(escape(judgement.deltaM().text())).append(", shown, not decided on</p>\n");
        }
        return html.append(unknown(judgement.audit().unknown())).toString();
    }

    /** Sign flips after Holm; none with one seed. */
    private static double[] holm(List<Judgement.Result> results) {
        double[] p = results.stream()
                .map(Judgement.Result::evidence)
                .filter(evidence -> evidence != null)
                .mapToDouble(Evidence::signFlip)
                .toArray();
        return Holm.adjust(p);
    }

    private static String row(Judgement judgement, int index, double... holm) {
        Judgement.Result result = judgement.results().get(index);
        Endpoint endpoint = result.endpoint();
        Evidence evidence = result.evidence();
        StringBuilder html = new StringBuilder("<tr><th>" + escape(endpoint.name()) + "<br><small>"
                + (endpoint.higherIsBetter() ? "more" : "less") + " is better</small></th>");
        html.append("<td><b>").append(escape(judgement.decision(index))).append("</b></td>");
        html.append(number(Numbers.fixed(result.first(), 3))).append(number(Numbers.fixed(result.second(), 3)));
        html.append(number(Numbers.signed(result.effect(), 3)));
        if (evidence == null) {
            html.append(number("–").repeat(4));
        } else {
            html.append(
                    "<td class=\"number\">" + Figures.text(evidence.crossed().interval(.95)) + "<br><small>BCa "
                            + Figures.text(evidence.bca().interval()) + "</small></td>");
            html.append(number(Figures.text(evidence.crossed().interval(.90))));
            html.append(number(Numbers.p(holm[index])));
            html.append(number(Numbers.p(evidence.crossed().t().equivalence(endpoint.margin()))));
        }
        return html.append(number("±" + Numbers.fixed(endpoint.margin(), 2)))
                .append("</tr>\n")
                .toString();
    }

    private static String unknown(Collection<String> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<details><summary>not audited: " + lines.size()
                + (lines.size() == 1 ? " thing" : " things") + "</summary><ul>");
        lines.forEach(line -> html.append("<li>").append(escape(line)).append("</li>"));
        return html.append("</ul></details>\n").toString();
    }

    static String note(String line) {
        return "<p class=\"note\">" + escape(line) + "</p>\n";
    }
}
