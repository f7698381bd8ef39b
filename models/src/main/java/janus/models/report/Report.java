package janus.models.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what a person looks at after a run. */
public final class Report {
    private Report() {}

    /**
     * Writes {@code report.html}, {@code curves.png}, {@code comparison.png}, their data as CSV beside them, and {@code
     * MODEL_CARD.md}. A missing font costs the two figures, another fault that figure, nothing else.
     *
     * @return one line for each thing that could not be written, empty if all is well
     */
    public static List<String> write(Path folder, RunResult result) throws IOException {
        Files.createDirectories(folder);
        RunCurves.save(folder.resolve("curves.csv"), result.models());
        ComparisonFigure.saveData(folder.resolve("comparison.csv"), result);
        Files.writeString(folder.resolve("MODEL_CARD.md"), ModelCard.markdown(result));
        Files.writeString(folder.resolve("report.html"), Page.html(result));
        List<String> problems = new ArrayList<>();
        Plot.draw(folder.resolve("curves.png"), file -> Panel.draw(file, RunCurves.panels(result.models())), problems);
        Plot.draw(folder.resolve("comparison.png"), file -> ComparisonFigure.save(file, result), problems);
        return problems;
    }
}
