package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.BALD;
import static janus.celeba.synthetic.Attribute.BANGS;
import static janus.celeba.synthetic.Attribute.MALE;
import static janus.celeba.synthetic.Attribute.RECEDING_HAIRLINE;
import static janus.celeba.synthetic.Attribute.STRAIGHT_HAIR;
import static janus.celeba.synthetic.Attribute.WAVY_HAIR;

import java.awt.geom.Path2D;

/** Hair: what falls behind the head, what covers the skull, bangs, and its texture. */
record Hair(Factors f, Geometry g, Palette palette, boolean lengthy, double volume, double part) {
    private static final double LONG_FEMALE = .85;
    private static final double LONG_MALE = .12;

    static Hair of(Factors f, Geometry g, Palette palette) {
        Chance chance = f.ofIdentity(Factors.Stream.HAIR);
        boolean lengthy = chance.happens(f.has(MALE) ? LONG_MALE : LONG_FEMALE);
        return new Hair(f, g, palette, lengthy, chance.uniform(0, 6), chance.uniform(-18, 18));
    }

    private double wave() {
        return f.has(WAVY_HAIR) ? 4.5 : 0;
    }

    /** Long hair behind neck and shoulders. */
    void back(Canvas c) {
        if (f.has(BALD) || !lengthy) {
            return;
        }
        double wide = 50 + volume + (f.has(WAVY_HAIR) ? 5 : 0);
        c.fill(fall(wide, 78 + 3 * volume), Colors.scale(palette.hair(), .72));
    }

    /** The outline of hair that hangs to {@code low}, its sides waved. */
    private Path2D fall(double wide, double low) {
        int steps = 9;
        double[] xy = new double[4 * steps + 2];
        for (int i = 0; i < steps; i++) {
            double t = i / (steps - 1.);
            double y = -50 + t * (low + 50);
            double x = wide * (.82 + .18 * t) + (i % 2 == 0 ? wave() : -wave()) * Math.min(1, 3 * t);
            xy[2 * i] = g.x(x, -25);
            xy[2 * i + 1] = y;
            int mirrored = 2 * (2 * steps - 1 - i);
            xy[mirrored] = g.x(-x, -25);
            xy[mirrored + 1] = y;
        }
        xy[4 * steps] = g.x(0, -15);
        xy[4 * steps + 1] = -84 - volume;
        return Curves.closed(xy);
    }

    /** In front of forehead and temples. */
    void front(Canvas c) {
        if (f.has(BALD)) {
            bald(c);
            return;
        }
        boolean receding = f.has(RECEDING_HAIRLINE);
        double line = receding ? -68 : -50;
        double temple = receding ? 21 + 2 * f.form(RECEDING_HAIRLINE) : 33;
        double top = -80 - volume;
        double side = lengthy ? 48 + volume * .6 : 43.5;
        double low = lengthy ? 40 : -10;
        double lock = lengthy ? 37.5 : 40;
        double corner = receding ? -70 : f.decoy(RECEDING_HAIRLINE) ? -54 : -46;
        Path2D cap = g.around(
                0,
                top,
                -10,
                24,
                top + 6,
                -12,
                41,
                -56,
                -14,
                side,
                -25,
                -14,
                side + wave(),
                8,
                -14,
                lock + 3,
                low,
                -8,
                lock,
                -8,
                -6,
                lock - 1,
                -30,
                -4,
                temple,
                corner,
                -2,
                part,
                line,
                2,
                -temple,
                corner,
                -2,
                -lock + 1,
                -30,
                -4,
                -lock,
                -8,
                -6,
                -lock - 3,
                low,
                -8,
                -side - wave(),
                8,
                -14,
                -side,
                -25,
                -14,
                -41,
                -56,
                -14,
                -24,
                top + 6,
                -12);
        c.fill(cap, palette.hair());
        c.soft(g.x(part, 0), top + 14, 26, 12, Colors.mix(palette.hair(), 0xFFFFFF, .5), .45);
        texture(c, top, side, low);
        bangs(c, line);
    }

    private void bald(Canvas c) {
        int form = f.form(BALD);
        c.soft(g.x(-9, 0), -66, 15, 9, 0xFFFFFF, .75);
        for (int side = -1; side <= 1 && form > 0; side += 2) {
            c.fill(
                    g.around(
                            side * 41, -30, -12, side * 36, -22, -6, side * 37, -5, -6, side * 44, 0, -14, side * 44,
                            -20, -14),
                    palette.hair(),
                    form == 1 ? .9 : .5);
        }
    }

    /** Straight hair shows parallel strands, wavy hair ripples; any other is smooth. */
    private void texture(Canvas c, double top, double side, double low) {
        int dark = Colors.scale(palette.hair(), .55);
        int light = Colors.mix(palette.hair(), 0xFFFFFF, .35);
        if (f.has(WAVY_HAIR)) {
            int form = f.form(WAVY_HAIR);
            for (int i = -4; i <= 4; i++) {
                double x = i * side / 4.4;
                double start = top + 5 + 1.1 * i * i;
                double end = Math.abs(i) > 2 ? Math.max(low, 0) + (lengthy ? 26 : 0) : start + 24;
                c.stroke(ripple(x, start, end, 3 + form * .6), 1.8, i % 2 == 0 ? dark : light, .75);
            }
        } else if (f.has(STRAIGHT_HAIR)) {
            int form = f.form(STRAIGHT_HAIR);
            for (int i = -9; i <= 9; i++) {
                double x = i * side / 9.6;
                double start = top + 4 + .25 * i * i;
                double end = Math.abs(i) > 6 ? Math.max(low, -6) + (lengthy ? 30 : 0) : start + 22 - form;
                c.stroke(Curves.open(g.x(x * .8, -8), start, g.x(x, -8), end), 1.2, i % 2 == 0 ? dark : light, .75);
            }
        } else if (f.decoy(WAVY_HAIR)) {
            c.stroke(ripple(side * .7, top + 20, low, 2), 1.4, dark, .6);
        }
    }

    private Path2D ripple(double x, double from, double to, double swing) {
        int steps = Math.max(3, (int) ((to - from) / 6));
        double[] xy = new double[2 * steps + 2];
        for (int i = 0; i <= steps; i++) {
            double t = (double) i / steps;
            xy[2 * i] = g.x(x * (.8 + .2 * t) + (i % 2 == 0 ? swing : -swing), -8);
            xy[2 * i + 1] = from + t * (to - from);
        }
        return Curves.open(xy);
    }

    /** Straight across, swept to a side, or parted like a curtain; one loose strand is no bangs. */
    private void bangs(Canvas c, double line) {
        int form = f.form(BANGS);
        int color = Colors.mix(palette.hair(), 0xFFFFFF, .06);
        if (f.has(BANGS)) {
            double[] low = form == 0
                    ? new double[] {-29, -28, -29}
                    : form == 1 ? new double[] {-26, -32, -44} : new double[] {-27, -46, -27};
            c.fill(
                    g.around(
                            -37,
                            -34,
                            -3,
                            -34,
                            low[0],
                            2,
                            -17,
                            low[0] - 1,
                            9,
                            0,
                            low[1],
                            12,
                            17,
                            low[2] - 1,
                            9,
                            34,
                            low[2],
                            2,
                            37,
                            -34,
                            -3,
                            30,
                            line - 8,
                            0,
                            0,
                            line - 13,
                            2,
                            -30,
                            line - 8,
                            0),
                    color);
            for (int i = -4; i <= 4; i++) {
                double end = (i < -1 ? low[0] : i > 1 ? low[2] : low[1]) - 3;
                c.stroke(g.along(i * 5.5, line - 6, 4, i * 7., end, 7), 1.2, Colors.scale(color, .55), .7);
            }
        } else if (f.decoy(BANGS)) {
            c.stroke(g.along(part, line - 4, 3, part + 7, -40, 9, part + 3, -29, 10), 2.2, color, .9);
        }
    }
}
