package janus.models.study.report;

import janus.models.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A CSV of a run. */
record Table(List<String> header, List<List<String>> rows) {
    /** Empty where there is no such file. */
    static Table read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new Table(List.of(), List.of());
        }
        List<List<String>> lines =
                Files.readAllLines(file).stream().map(Csv::fields).toList();
        return lines.isEmpty()
                ? new Table(List.of(), List.of())
                : new Table(lines.getFirst(), lines.subList(1, lines.size()));
    }

    /** Empty where the row or the table lacks the column. */
    String text(List<String> row, String column) {
        int at = header.indexOf(column);
        return at < 0 || at >= row.size() ? "" : row.get(at);
    }

    /** NaN where there is no number. */
    double number(List<String> row, String column) {
        try {
            return Double.parseDouble(text(row, column));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
