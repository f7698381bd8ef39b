package janus.models.study.report;

import janus.models.report.Drawing;
import janus.models.report.Ink;
import janus.models.report.Numbers;
import janus.models.report.Scale;
import janus.models.study.Interval;
import janus.models.study.PairedT;
import janus.models.study.StudyScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Accuracy against NME: a dot for each arm with the t intervals of its means over seeds, and a small one a seed. */
record ParetoFigure(List<Place> places) {
    private static final int WIDTH = 480, HEIGHT = 380, LEFT = 60, RIGHT = 466, TOP = 26, BOTTOM = 330;
    private static final int LINE = 16, NAME = 120;

    /** Of one arm, by seed, in %. */
    record Place(String name, int colour, double[] accuracy, double[] nme) {
        Interval accuracyInterval() {
            return interval(accuracy);
        }

        Interval nmeInterval() {
            return interval(nme);
        }

        private static Interval interval(double... values) {
            return values.length < 2
                    ? new Interval(values[0], values[0])
                    : PairedT.of(values).interval(.95);
        }
    }

    /** The arms that predict both; null without any. */
    static @Nullable ParetoFigure of(StudyScores scores) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < scores.arms().size(); i++) {
            double[] accuracy = scores.arms().get(i).accuracy();
            double[] nme = scores.arms().get(i).nme();
            if (accuracy != null && nme != null && finite(accuracy) && finite(nme)) {
                places.add(new Place(scores.arms().get(i).name(), i, accuracy, nme));
            }
        }
        return places.isEmpty() ? null : new ParetoFigure(places);
    }

    private static boolean finite(double... values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    Drawing drawing() {
        Scale x = scale(true);
        Scale y = scale(false);
        List<Drawing.Shape> shapes = new ArrayList<>();
        Figures.grid(shapes, x, TOP, BOTTOM);
        Figures.axis(shapes, x, BOTTOM, false, "accuracy, % (more is better)");
        for (double tick : y.ticks()) {
            shapes.add(new Drawing.Line(LEFT, y.at(tick), RIGHT, y.at(tick), Ink.LINE, 1));
            shapes.add(new Drawing.Words(
                    LEFT - 8, y.at(tick) + 4, Drawing.Anchor.END, Ink.SOFT, false, y.text(tick, false)));
        }
        shapes.add(new Drawing.Words(10, 16, Drawing.Anchor.START, Ink.SOFT, false, "NME, % (less is better)"));
        places.forEach(place -> draw(shapes, x, y, place));
        name(shapes, x, y);
        return new Drawing(WIDTH, HEIGHT, shapes);
    }

    private Scale scale(boolean accuracy) {
        double[] values = places.stream()
                .flatMapToDouble(place -> {
                    Interval interval = accuracy ? place.accuracyInterval() : place.nmeInterval();
                    return DoubleStream.concat(
                            DoubleStream.of(interval.low(), interval.high()),
                            DoubleStream.of(accuracy ? place.accuracy : place.nme));
                })
                .toArray();
        return accuracy ? Scale.around(LEFT, RIGHT, values) : Scale.around(BOTTOM, TOP, values);
    }

    private static void draw(List<Drawing.Shape> shapes, Scale x, Scale y, Place place) {
        Ink ink = Ink.of(place.colour);
        for (int seed = 0; seed < place.accuracy.length; seed++) {
            shapes.add(new Drawing.Dot(
                    x.at(place.accuracy[seed]), y.at(place.nme[seed]), 2.6, ink, .5, place.name + ", one seed"));
        }
        double across = x.at(Numbers.mean(place.accuracy));
        double up = y.at(Numbers.mean(place.nme));
        Interval accuracy = place.accuracyInterval();
        Interval nme = place.nmeInterval();
        shapes.add(new Drawing.Line(x.at(accuracy.low()), up, x.at(accuracy.high()), up, ink, 1.6));
        shapes.add(new Drawing.Line(across, y.at(nme.low()), across, y.at(nme.high()), ink, 1.6));
        shapes.add(new Drawing.Dot(across, up, 5.5, ink, 1, text(place)));
    }

    /**
     * Each name beside its dot, towards the middle, in the nearest line that no other name there has, and joined to it.
     */
    private void name(List<Drawing.Shape> shapes, Scale x, Scale y) {
        List<Drawing.Words> names = new ArrayList<>();
        for (Place place : places) {
            double across = x.at(Numbers.mean(place.accuracy));
            double up = y.at(Numbers.mean(place.nme));
            boolean leftwards = across > (LEFT + RIGHT) / 2.0;
            Drawing.Anchor anchor = leftwards ? Drawing.Anchor.END : Drawing.Anchor.START;
            double start = across + (leftwards ? -9 : 9);
            double line = free(names, start, up - 8);
            if (line != up - 8) {
                shapes.add(new Drawing.Line(across, up, start, line - 4, Ink.of(place.colour), .7));
            }
            names.add(new Drawing.Words(start, line, anchor, Ink.of(place.colour), true, place.name));
        }
        shapes.addAll(names);
    }

    /** The line nearest to {@code line} between the axes that no name near x has; if all are taken, {@code line}. */
    private static double free(List<Drawing.Words> names, double x, double line) {
        for (int i = 0; i < 2 * (BOTTOM - TOP) / LINE; i++) {
            double moved = line + LINE * (i % 2 == 0 ? -i / 2 : i / 2 + 1);
            if (moved > TOP + LINE && moved < BOTTOM && !taken(names, x, moved)) {
                return moved;
            }
        }
        return line;
    }

    private static boolean taken(List<Drawing.Words> names, double x, double line) {
        return names.stream().anyMatch(name -> Math.abs(name.x() - x) < NAME && Math.abs(name.y() - line) < LINE - .5);
    }

    private static String text(Place place) {
        return place.name + ": accuracy " + Numbers.fixed(Numbers.mean(place.accuracy), 3) + " %, NME "
                + Numbers.fixed(Numbers.mean(place.nme), 3) + " %";
    }

    String alt() {
        return String.join("; ", places.stream().map(ParetoFigure::text).toList());
    }

    /** {@code arm,seed,accuracy,nme}. */
    void saveData(Path file, List<String> seeds) throws IOException {
        List<String> lines = new ArrayList<>(List.of("arm,seed,accuracy,nme"));
        for (Place place : places) {
            for (int seed = 0; seed < seeds.size(); seed++) {
                lines.add(place.name + "," + seeds.get(seed) + "," + place.accuracy[seed] + "," + place.nme[seed]);
            }
        }
        Files.write(file, lines);
    }
}
