package janus.models.study.report;

import janus.models.report.Drawing;
import janus.models.report.Ink;
import janus.models.report.Numbers;
import janus.models.report.Scale;
import janus.models.study.Interval;
import janus.models.study.LabelComparison;
import janus.models.study.LabelComparison.Label;
import janus.models.study.PairedT;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The difference of every label, candidate minus reference, with the paired t interval at 95 %; in colour where p after
 * Benjamini and Hochberg is below .05.
 *
 * @param labels sorted by effect, the candidate's best first
 */
record LabelFigure(String title, boolean higherIsBetter, List<Label> labels) {
    static final double ALPHA = .05;
    private static final int WIDTH = 480, LEFT = 156, RIGHT = 466, TOP = 28, ROW = 18;

    /** The figures of a comparison: attributes, points, or both. */
    static List<LabelFigure> of(StudyResult study, int index) {
        LabelComparison comparison = study.scores().comparisons().get(index);
        List<LabelFigure> figures = new ArrayList<>();
        if (!comparison.attributes().isEmpty()) {
            figures.add(of("accuracy by attribute", true, comparison.attributes()));
        }
        if (!comparison.points().isEmpty()) {
            figures.add(of("NME by point", false, comparison.points()));
        }
        return figures;
    }

    private static LabelFigure of(String title, boolean higherIsBetter, List<Label> labels) {
        Comparator<Label> order = Comparator.comparingDouble(Label::effect);
        return new LabelFigure(
                title,
                higherIsBetter,
                labels.stream()
                        .sorted(higherIsBetter ? order.reversed() : order)
                        .toList());
    }

    Drawing drawing() {
        int bottom = TOP + ROW * labels.size() + 4;
        Scale scale = scale();
        List<Drawing.Shape> shapes = new ArrayList<>();
        shapes.add(new Drawing.Words(10, 16, Drawing.Anchor.START, Ink.INK, true, title));
        Figures.grid(shapes, scale, TOP, bottom);
        Figures.axis(
                shapes,
                scale,
                bottom,
                true,
                "difference, % points (" + (higherIsBetter ? "more" : "less") + " is better)");
        for (int i = 0; i < labels.size(); i++) {
            row(shapes, scale, TOP + ROW * (i + .5) + 2, labels.get(i));
        }
        return new Drawing(WIDTH, bottom + 46, shapes);
    }

    private Scale scale() {
        DoubleStream.Builder values = DoubleStream.builder().add(0);
        for (Label label : labels) {
            values.add(label.effect());
            Interval interval = interval(label);
            if (interval != null) {
                values.add(interval.low()).add(interval.high());
            }
        }
        return Scale.around(LEFT, RIGHT, values.build().toArray());
    }

    private void row(List<Drawing.Shape> shapes, Scale scale, double y, Label label) {
        boolean better = higherIsBetter == label.effect() > 0;
        Ink ink = label.adjusted() < ALPHA ? Ink.of(better ? 0 : 1) : Ink.GREY;
        shapes.add(new Drawing.Words(LEFT - 10, y + 4, Drawing.Anchor.END, Ink.INK, false, label.name()));
        Interval interval = interval(label);
        if (interval != null) {
            shapes.add(new Drawing.Line(scale.at(interval.low()), y, scale.at(interval.high()), y, ink, 1.6));
        }
        String title = label.name() + " " + Numbers.signed(label.effect(), 3);
        shapes.add(new Drawing.Dot(scale.at(label.effect()), y, 4, ink, 1, title));
    }

    /** Of a label; null with one seed. */
    static @Nullable Interval interval(Label label) {
        PairedT t = label.t();
        return t == null ? null : t.interval(1 - ALPHA);
    }
}
