package janus.models.study.report;

import janus.models.report.Drawing;
import janus.models.report.Ink;
import janus.models.report.Numbers;
import janus.models.report.Scale;
import janus.models.study.Endpoint;
import janus.models.study.Interval;
import janus.models.study.Judgement;
import janus.models.study.Sweep;
import java.util.ArrayList;
import java.util.List;

/**
 * The effect at one endpoint over the settings of a sweep: 95 % interval thin, 90 % interval thick, every seed a dot, the
 * margin a band about 0.
 */
record SweepFigure(Sweep sweep, Endpoint endpoint, List<Place> places) {
    private static final int WIDTH = 480, HEIGHT = 340, LEFT = 62, RIGHT = 466, TOP = 50, BOTTOM = 290;
    private static final int START = 14, ROOM = 44, REFERENCE = 1;

    /** The effect at the setting {@code index}. */
    record Place(int index, Judgement.Result result) {}

    /** A figure for each endpoint that any study measures in both arms. */
    static List<SweepFigure> of(Sweep sweep) {
        List<SweepFigure> figures = new ArrayList<>();
        for (Endpoint endpoint : sweep.folder().plan().endpoints()) {
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < sweep.judgements().size(); i++) {
                Judgement.Result result = sweep.judgements().get(i).result(endpoint);
                if (result != null) {
                    places.add(new Place(i, result));
                }
            }
            if (!places.isEmpty()) {
                figures.add(new SweepFigure(sweep, endpoint, places));
            }
        }
        return figures;
    }

    Drawing drawing() {
        SweepAxis x = SweepAxis.of(sweep.settings(), LEFT + ROOM, RIGHT - ROOM);
        Scale y = Scale.around(
                BOTTOM, TOP, Figures.values(places.stream().map(Place::result).toList()));
        List<Drawing.Shape> shapes = new ArrayList<>();
        shapes.add(new Drawing.Words(START, 18, Drawing.Anchor.START, Ink.INK, true, endpoint.name()));
        String better = (endpoint.higherIsBetter() ? "↑ " : "↓ ") + sweep.candidate() + " better";
        shapes.add(new Drawing.Words(RIGHT, 18, Drawing.Anchor.END, Ink.SOFT, false, better));
        String band = "difference, % points; band: ±" + endpoint.margin() + " does not matter";
        shapes.add(new Drawing.Words(START, 37, Drawing.Anchor.START, Ink.SOFT, false, band));
        ground(shapes, y);
        x.draw(shapes, BOTTOM);
        List<Place> ordered = x.order().stream()
                .flatMap(i -> places.stream().filter(place -> place.index == i))
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            Place left = ordered.get(i - 1);
            Place right = ordered.get(i);
            shapes.add(new Drawing.Line(
                    x.at()[left.index],
                    y.at(left.result.effect()),
                    x.at()[right.index],
                    y.at(right.result.effect()),
                    Ink.GREY,
                    1));
        }
        places.forEach(place -> draw(shapes, x.at()[place.index], y, place));
        return new Drawing(WIDTH, HEIGHT, shapes);
    }

    private void ground(List<Drawing.Shape> shapes, Scale y) {
        double top = y.at(endpoint.margin());
        shapes.add(new Drawing.Box(LEFT, top, RIGHT - LEFT, y.at(-endpoint.margin()) - top, Ink.GREY, .18));
        for (double tick : y.ticks()) {
            shapes.add(new Drawing.Line(LEFT, y.at(tick), RIGHT, y.at(tick), Ink.LINE, 1));
            shapes.add(new Drawing.Words(
                    LEFT - 8, y.at(tick) + 4, Drawing.Anchor.END, Ink.SOFT, false, y.text(tick, true)));
        }
        shapes.add(new Drawing.Line(LEFT, y.at(0), RIGHT, y.at(0), Ink.GREY, 1.4));
    }

    private void draw(List<Drawing.Shape> shapes, double x, Scale y, Place place) {
        Ink ink = Ink.of(REFERENCE);
        Interval wide = place.result.interval(.95);
        Interval narrow = place.result.interval(.90);
        if (wide != null && narrow != null) {
            shapes.add(new Drawing.Line(x, y.at(wide.low()), x, y.at(wide.high()), ink, 1.6));
            shapes.add(new Drawing.Line(x, y.at(narrow.low()), x, y.at(narrow.high()), ink, 5));
        }
        for (double difference : place.result.differences()) {
            String title = "one seed: " + Numbers.signed(difference, 3);
            shapes.add(new Drawing.Dot(x + 14, y.at(difference), 3.2, ink, .55, title));
        }
        String title = sweep.settings().get(place.index) + ": " + Figures.text(place.result);
        shapes.add(new Drawing.Dot(x, y.at(place.result.effect()), 5.5, ink, 1, title));
    }

    /** What the figure shows, in words. */
    String alt() {
        StringBuilder alt = new StringBuilder("Differences in " + endpoint.name() + " of " + sweep.candidate()
                + " against " + sweep.reference() + ", margin ±" + endpoint.margin());
        places.forEach(place -> alt.append("; ")
                .append(sweep.settings().get(place.index))
                .append(": ")
                .append(Figures.text(place.result)));
        return alt.toString();
    }
}
