package janus.models.study.report;

import janus.models.report.Drawing;
import janus.models.report.Ink;
import janus.models.report.Numbers;
import janus.models.report.Plot;
import janus.models.report.Scale;
import janus.models.study.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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

    /** {@code +0.012 to +0.034}. */
    static String text(Interval interval) {
        return Numbers.signed(interval.low(), 3) + " to " + Numbers.signed(interval.high(), 3);
    }

    /** {@code NAME.svg}, and {@code NAME.png} where text can be drawn. */
    static void save(Path folder, String name, Drawing drawing) throws IOException {
        drawing.saveSvg(folder.resolve(name + ".svg"));
        if (Plot.fontProblem() == null) {
            drawing.savePng(folder.resolve(name + ".png"));
        }
    }
}
