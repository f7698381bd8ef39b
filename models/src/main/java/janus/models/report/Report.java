package janus.models.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes what a person looks at after a run. */
public final class Report {
    private Report() {}

    /**
     * Writes {@code report.html}, {@code curves.png}, {@code comparison.png}, their data as CSV beside them, and {@code
     * MODEL_CARD.md}. A missing font costs the two figures, not the page.
     *
     * @return one line for each thing that could not be written, empty if all is well
     */
    public static List<String> write(Path folder, RunResult result) throws IOException {
        throw new UnsupportedOperationException();
    }
}
