package janus.models.study.report;

import janus.models.report.Drawing;
import janus.models.report.Ink;
import janus.models.report.Numbers;
import janus.models.report.Scale;
import janus.models.study.Endpoint;
import janus.models.study.Interval;
import janus.models.study.Judgement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The effects of one endpoint, candidate minus each reference: 95 % interval thin, 90 % interval thick, every seed a
 * dot, the margin a band about 0.
 */
record ForestFigure(Endpoint endpoint, String candidate, List<Row> rows) {
    private static final int WIDTH = 480, LEFT = 14, RIGHT = 466, TOP = 30, ROW = 62, FOOT = 46;

    record Row(String reference, int colour, Judgement.Result result) {}

    /** A figure for each endpoint that any reference shares with the candidate. */
    static List<ForestFigure> of(StudyResult study) {
        List<ForestFigure> figures = new ArrayList<>();
        for (Endpoint endpoint : study.folder().plan().endpoints()) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < study.judgements().size(); i++) {
                Judgement.Result result = study.judgements().get(i).result(endpoint);
                if (result != null) {
                    rows.add(new Row(study.references().get(i), i + 1, result));
                }
            }
            if (!rows.isEmpty()) {
                figures.add(new ForestFigure(rows.getFirst().result.endpoint(), study.candidate(), rows));
            }
        }
        return figures;
    }

    Drawing drawing() {
        int bottom = TOP + ROW * rows.size();
        Scale scale = Scale.around(
                LEFT, RIGHT, Figures.values(rows.stream().map(Row::result).toList()));
        List<Drawing.Shape> shapes = new ArrayList<>();
        shapes.add(new Drawing.Words(LEFT, 18, Drawing.Anchor.START, Ink.INK, true, endpoint.name()));
        String better = endpoint.higherIsBetter() ? candidate + " better →" : "← " + candidate + " better";
        shapes.add(new Drawing.Words(RIGHT, 18, Drawing.Anchor.END, Ink.SOFT, false, better));
        for (int i = 0; i < rows.size(); i++) {
            row(shapes, scale, TOP + ROW * i, rows.get(i));
        }
        Figures.axis(
                shapes, scale, bottom, true, "difference, % points; band: ±" + endpoint.margin() + " does not matter");
        return new Drawing(WIDTH, bottom + FOOT, shapes);
    }

    private void row(List<Drawing.Shape> shapes, Scale scale, double top, Row row) {
        Ink ink = Ink.of(row.colour);
        shapes.add(new Drawing.Words(LEFT, top + 14, Drawing.Anchor.START, ink, true, "against " + row.reference));
        shapes.add(new Drawing.Words(RIGHT, top + 14, Drawing.Anchor.END, Ink.INK, false, Figures.text(row.result)));
        double from = scale.at(-endpoint.margin());
        double to = scale.at(endpoint.margin());
        shapes.add(new Drawing.Box(from, top + 21, to - from, ROW - 21, Ink.GREY, .18));
        Figures.grid(shapes, scale, top + 21, top + ROW);
        double y = top + 32;
        Interval wide = row.result.interval(.95);
        Interval narrow = row.result.interval(.90);
        if (wide != null && narrow != null) {
            shapes.add(new Drawing.Line(scale.at(wide.low()), y, scale.at(wide.high()), y, ink, 1.6));
            shapes.add(new Drawing.Line(scale.at(narrow.low()), y, scale.at(narrow.high()), y, ink, 5));
        }
        shapes.add(
                new Drawing.Dot(scale.at(row.result.effect()), y, 5.5, ink, 1, Numbers.signed(row.result.effect(), 3)));
        for (double difference : row.result.differences()) {
            String title = "one seed: " + Numbers.signed(difference, 3);
            shapes.add(new Drawing.Dot(scale.at(difference), y + 16, 3.2, ink, .55, title));
        }
    }

    /** What the figure shows, in words. */
    String alt() {
        StringBuilder alt = new StringBuilder(
                "Differences in " + endpoint.name() + " of " + candidate + ", margin ±" + endpoint.margin());
        rows.forEach(row ->
                alt.append("; against ").append(row.reference).append(": ").append(Figures.text(row.result)));
        return alt.toString();
    }

    /** {@code endpoint,reference,what,low,high}: the effect, its intervals, the margin, and every seed. */
    static void saveData(Path file, List<ForestFigure> figures, List<String> seeds) throws IOException {
        List<String> lines = new ArrayList<>(List.of("endpoint,reference,what,low,high"));
        for (ForestFigure figure : figures) {
            for (Row row : figure.rows) {
                String start = figure.endpoint.name() + "," + row.reference + ",";
                lines.add(start + "effect," + row.result.effect() + "," + row.result.effect());
                lines.add(start + "margin," + -figure.endpoint.margin() + "," + figure.endpoint.margin());
                for (double level : new double[] {.95, .90}) {
                    Interval interval = row.result.interval(level);
                    if (interval != null) {
                        lines.add(start + "interval " + level + "," + interval.low() + "," + interval.high());
                    }
                }
                for (int seed = 0; seed < seeds.size(); seed++) {
                    double difference = row.result.differences()[seed];
                    lines.add(start + seeds.get(seed) + "," + difference + "," + difference);
                }
            }
        }
        Files.write(file, lines);
    }
}
