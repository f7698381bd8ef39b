package janus.models.study.report;

import janus.models.Csv;
import janus.models.report.Drawing;
import janus.models.study.Interval;
import janus.models.study.Judgement;
import janus.models.study.Setting;
import janus.models.study.Sweep;
import janus.models.weights.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a person looks at after a sweep: its studies have a report each. */
public final class SweepReport {
    private SweepReport() {}

    /**
     * Writes {@code sweep.html}, {@code sweep.csv}, {@code sweep.svg} and {@code sweep.png}. What cannot be drawn
     * costs the PNG, nothing else.
     *
     * @return one line for each thing that could not be written, empty if all is well
     */
    public static List<String> write(Sweep sweep) throws IOException {
        Path folder = sweep.folder().path();
        List<SweepFigure> figures = SweepFigure.of(sweep);
        List<String> problems = new ArrayList<>();
        Figures.save(
                folder,
                "sweep",
                Drawing.row(figures.stream().map(SweepFigure::drawing).toList()),
                problems);
        Files.write(folder.resolve("sweep.csv"), lines(sweep));
        Durable.write(folder.resolve("sweep.html"), SweepPage.html(sweep, figures));
        return problems;
    }

    /** {@code KEY…,endpoint,first,second,effect,low95,high95,low90,high90,decision,verdict,folder}. */
    private static List<String> lines(Sweep sweep) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", sweep.settings().getFirst().keys().keySet())
                + ",endpoint,first,second,effect,low95,high95,low90,high90,decision,verdict,folder");
        for (int i = 0; i < sweep.judgements().size(); i++) {
            Judgement judgement = sweep.judgements().get(i);
            Setting setting = sweep.settings().get(i);
            for (int k = 0; k < judgement.results().size(); k++) {
                Judgement.Result result = judgement.results().get(k);
                List<String> fields = new ArrayList<>(setting.values());
                fields.add(result.endpoint().name());
                fields.add(Double.toString(result.first()));
                fields.add(Double.toString(result.second()));
                fields.add(Double.toString(result.effect()));
                for (double level : new double[] {.95, .90}) {
                    fields.addAll(ends(result.interval(level)));
                }
                fields.add(judgement.decision(k));
                fields.add(judgement.said());
                fields.add(setting.folder());
                lines.add(String.join(",", fields.stream().map(Csv::field).toList()));
            }
        }
        return lines;
    }

    private static List<String> ends(@Nullable Interval interval) {
        return interval == null
                ? List.of("", "")
                : List.of(Double.toString(interval.low()), Double.toString(interval.high()));
    }
}
