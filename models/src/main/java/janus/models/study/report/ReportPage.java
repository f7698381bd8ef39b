package janus.models.study.report;

import static janus.models.report.Html.escape;

import janus.models.report.Document;
import janus.models.report.FaceGallery;
import janus.models.report.Html;
import janus.models.report.Panel;
import janus.models.study.Plans;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** {@code report.html} of a study. */
final class ReportPage {
    private static final int FACES = 8;
    private static final long FACES_SEED = 1;

    private final StudyResult study;

    private ReportPage(StudyResult study) {
        this.study = study;
    }

    static String html(StudyResult study) {
        ReportPage page = new ReportPage(study);
        String title = study.folder().plan().title();
        return Document.html(
                title,
                page.head(title)
                        + VerdictBox.html(study)
                        + page.effects()
                        + page.pareto()
                        + LabelSections.html(study)
                        + page.curves()
                        + page.faces()
                        + page.settings()
                        + Document.footer(!study.synthetic()));
    }

    private String head(String title) {
        int seeds = study.scores().seeds().size();
        return "<h1>" + escape(title) + "</h1>\n<p class=\"facts\">"
                + study.arms().size() + " arms · " + seeds + (seeds == 1 ? " seed · " : " seeds · ")
                + study.scores().rows().length + " test images</p>\n";
    }

    private String effects() {
        StringBuilder html =
                new StringBuilder("<h2>Effects</h2><p>Thick: 90 %, thin: 95 % interval; small dots: every seed.</p>\n"
                        + "<div class=\"figures\">");
        ForestFigure.of(study).forEach(figure -> html.append(figure.drawing().html(figure.alt())));
        return html.append("</div>\n").toString();
    }

    private String pareto() {
        ParetoFigure figure = ParetoFigure.of(study.scores());
        return figure == null
                ? ""
                : "<h2>Accuracy against NME</h2><p>Each arm with the 95 % t intervals of its means over seeds. Arms "
                        + "share seeds and images, so whether two differ is read above, not from crosses that overlap."
                        + "</p>\n<div class=\"figures\">" + figure.drawing().html(figure.alt()) + "</div>\n";
    }

    private String curves() {
        GradientConflict conflict = GradientConflict.of(study.arms());
        return curves(
                        "Training",
                        "Means over seeds; the band reaches from the least to the greatest. Drag to zoom, double-click "
                                + "to go back.",
                        TrainingCurves.panels(study.arms()))
                + curves("Gradient conflict", GradientConflict.TEXT, conflict.panels())
                + conflict.table()
                + curves(
                        "Loss weights",
                        "The factor of each task’s loss in the mean of each epoch.",
                        WeightTraces.panels(study.arms()));
    }

    private static String curves(String title, String text, List<Panel> panels) {
        return panels.isEmpty() ? "" : "<h2>" + title + "</h2><p>" + escape(text) + "</p>" + Panel.html(panels);
    }

    private String faces() {
        int n = study.scores().rows().length;
        List<FaceGallery.Guess> guesses = study.scores().guesses();
        String candidate = guesses.get(0).name();
        String reference = guesses.get(1).name();
        FaceGallery gallery = new FaceGallery(study.data(), study.scores().rows(), guesses);
        return "<h2>Test images</h2><p>" + escape(study.scores().seeds().getFirst())
                + ": <span class=\"ring\"></span> true point, <span class=\"g0\">×</span> " + escape(candidate)
                + ", <span class=\"g1\">+</span> " + escape(reference)
                + "; an attribute with + is wrongly predicted, with − wrongly not.</p>\n"
                + gallery.html(
                        "Drawn at random",
                        new Random(FACES_SEED).ints(0, n).distinct().limit(Math.min(FACES, n)))
                + gallery.worst(0, ", " + candidate)
                + gallery.worst(1, ", " + reference);
    }

    private String settings() {
        Map<String, String> first = study.arms().getFirst().runs().getFirst().env();
        Map<String, String> differences = new LinkedHashMap<>();
        for (ArmRuns arm : study.arms()) {
            for (ArmRuns.Run run : arm.runs()) {
                run.env().forEach((key, value) -> {
                    if (!value.equals(first.get(key))) {
                        differences.put(arm.name() + ", seed " + run.seed() + ": " + key, value);
                    }
                });
            }
        }
        return "<h2>Environment</h2><p>Of the first run. "
                + (differences.isEmpty() ? "No run differs." : "Where others differ:") + "</p>"
                + (differences.isEmpty() ? "" : Html.facts(differences) + "<h3>First run</h3>") + Html.facts(first)
                + "<h2>Plan</h2><p>SHA-256 " + study.folder().hash() + "</p><pre>"
                + escape(Plans.yaml(study.folder().plan()).strip()) + "</pre>\n";
    }
}
