package janus.models.study.report;

import janus.celeba.FaceData;
import janus.models.report.Drawing;
import janus.models.report.Panel;
import janus.models.study.Judgement;
import janus.models.study.StudyFolder;
import janus.models.weights.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what a person looks at after a study. */
public final class StudyReport {
    private StudyReport() {}

    /**
     * Writes {@code report.html}, and figures with their data as CSV beside them: {@code forest}, {@code pareto} and
     * {@code labels} as SVG and PNG, {@code curves}, {@code conflict} and {@code weights} as PNG. Where a study has
     * nothing to show in a figure, it is not written. A missing font costs the PNGs, another fault that PNG,
     * nothing else.
     *
     * @param judgements of the candidate against each reference, in the plan's order; the first is the study's verdict
     * @param data with the labels of the test images
     * @return one line for each thing that could not be written, empty if all is well
     */
    public static List<String> write(StudyFolder study, List<Judgement> judgements, FaceData data) throws IOException {
        StudyResult result = StudyResult.read(study, judgements, data);
        List<String> problems = new ArrayList<>();
        Path folder = study.path();
        List<ForestFigure> forest = ForestFigure.of(result);
        ForestFigure.saveData(
                folder.resolve("forest.csv"), forest, result.scores().seeds());
        Figures.save(
                folder,
                "forest",
                Drawing.row(forest.stream().map(ForestFigure::drawing).toList()),
                problems);
        LabelData.save(folder, result);
        Figures.save(
                folder,
                "labels",
                Drawing.row(LabelFigure.of(result, 0).stream()
                        .map(LabelFigure::drawing)
                        .toList()),
                problems);
        ParetoFigure pareto = ParetoFigure.of(result.scores());
        if (pareto != null) {
            pareto.saveData(folder.resolve("pareto.csv"), result.scores().seeds());
            Figures.save(folder, "pareto", pareto.drawing(), problems);
        }
        Panel.save(folder, "curves", TrainingCurves.panels(result.arms()), problems);
        Panel.save(folder, "conflict", GradientConflict.of(result.arms()).panels(), problems);
        Panel.save(folder, "weights", WeightTraces.panels(result.arms()), problems);
        Durable.write(folder.resolve("report.html"), ReportPage.html(result));
        return problems;
    }
}
