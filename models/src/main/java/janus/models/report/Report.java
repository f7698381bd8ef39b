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
        CurvesFigure.saveData(folder.resolve("curves.csv"), result.models());
        ComparisonFigure.saveData(folder.resolve("comparison.csv"), result);
        Files.writeString(folder.resolve("MODEL_CARD.md"), ModelCard.markdown(result));
        Files.writeString(folder.resolve("report.html"), Page.html(result));
        String problem = Plot.fontProblem();
        if (problem != null) {
            return List.of(problem);
        }
        List<String> problems = new ArrayList<>();
        draw(folder.resolve("curves.png"), file -> CurvesFigure.save(file, result.models()), problems);
        draw(folder.resolve("comparison.png"), file -> ComparisonFigure.save(file, result), problems);
        return problems;
    }

    @FunctionalInterface
    private interface Figure {
        void save(Path file) throws IOException;
    }

    /** Hours of training must not be lost to what the library of charts refuses. */
    private static void draw(Path file, Figure figure, List<String> problems) throws IOException {
        try {
            figure.save(file);
        } catch (RuntimeException e) {
            String reason = e.toString().replaceAll("\\s*\\R\\s*", " ");
            problems.add(file.getFileName() + ": not drawn: " + reason + "; its data is in the CSV beside it");
        }
    }
}
