package janus.models.study.report;

import janus.models.report.Drawing;
import janus.models.report.Ink;
import janus.models.report.Numbers;
import janus.models.report.Plot;
import janus.models.report.Scale;
import janus.models.study.Interval;
import janus.models.study.Judgement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

/** What figures of differences have in common. */
final class Figures {
    private Figures() {}

    /** Grid lines of a horizontal axis, and the line of 0. */
    static void grid(List<Drawing.Shape> shapes, Scale scale, double top, double bottom) {
        for (double tick : scale.ticks()) {
            shapes.add(new Drawing.Line(scale.at(tick), top, scale.at(tick), bottom, Ink.LINE, 1));
        }
        if (scale.low() <= 0 && scale.high() >= 0) {
            shapes.add(new Drawing.Line(scale.at(0), top, scale.at(0), bottom, Ink.GREY, 1.4));
        }
    }

    /** Its numbers, and below them what it measures. */
    static void axis(List<Drawing.Shape> shapes, Scale scale, double bottom, boolean signed, String measures) {
        for (double tick : scale.ticks()) {
            shapes.add(new Drawing.Words(
                    scale.at(tick), bottom + 17, Drawing.Anchor.MIDDLE, Ink.SOFT, false, scale.text(tick, signed)));
        }
        double middle = (scale.start() + scale.end()) / 2;
        shapes.add(new Drawing.Words(middle, bottom + 37, Drawing.Anchor.MIDDLE, Ink.SOFT, false, measures));
    }

    /** All that an axis of effects must reach: margins, 95 % intervals, every seed. */
    static double[] values(List<Judgement.Result> results) {
        DoubleStream.Builder values = DoubleStream.builder();
        for (Judgement.Result result : results) {
            values.add(-result.endpoint().margin()).add(result.endpoint().margin());
            DoubleStream.of(result.differences()).forEach(values::add);
            Interval interval = result.interval(.95);
            if (interval != null) {
                values.add(interval.low()).add(interval.high());
            }
        }
        return values.build().toArray();
    }

    /** {@code +0.023  [+0.012 to +0.034]}, without the interval where there is none. */
    static String text(Judgement.Result result) {
        Interval interval = result.interval(.95);
        return Numbers.signed(result.effect(), 3) + (interval == null ? "" : "  [" + text(interval) + "]");
    }

    /** {@code +0.012 to +0.034}. */
    static String text(Interval interval) {
        return Numbers.signed(interval.low(), 3) + " to " + Numbers.signed(interval.high(), 3);
    }

    /** {@code NAME.svg}, and {@code NAME.png} where it can be drawn. */
    static void save(Path folder, String name, Drawing drawing, List<String> problems) throws IOException {
        drawing.saveSvg(folder.resolve(name + ".svg"));
        Plot.draw(folder.resolve(name + ".png"), drawing::savePng, problems);
    }
}
