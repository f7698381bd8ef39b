package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.BALD;
import static janus.celeba.synthetic.Attribute.BANGS;
import static janus.celeba.synthetic.Attribute.MALE;
import static janus.celeba.synthetic.Attribute.RECEDING_HAIRLINE;
import static janus.celeba.synthetic.Attribute.STRAIGHT_HAIR;
import static janus.celeba.synthetic.Attribute.WAVY_HAIR;
import static janus.celeba.synthetic.Spot.at;

import java.awt.geom.Path2D;

/** Hair: what falls behind the head, what covers the skull, bangs, and its texture. */
record Hair(Factors f, Geometry g, Palette palette, boolean lengthy, double volume, double part) {
    private static final double LONG_FEMALE = .75;
    private static final double LONG_MALE = .2;

    static Hair of(Factors f, Geometry g, Palette palette) {
        Chance chance = f.ofIdentity(Factors.Stream.HAIR);
        boolean lengthy = chance.happens(f.has(MALE) ? LONG_MALE : LONG_FEMALE);
        return new Hair(f, g, palette, lengthy, chance.uniform(0, 6), chance.uniform(-18, 18));
    }

    private double wave() {
        return f.has(WAVY_HAIR) ? 4.5 : 0;
    }

    /** The skull's hair, and long hair behind neck and shoulders. */
    void back(Canvas c) {
        if (f.has(BALD)) {
            return;
        }
        c.ellipse(g.x(0, -10), -31, 41.5, 46, Colors.scale(palette.hair(), .8));
        if (!lengthy) {
            return;
        }
        double wide = 50 + volume + (f.has(WAVY_HAIR) ? 5 : 0);
        double low = 78 + 3 * volume;
        int color = Colors.scale(palette.hair(), .72);
        c.fill(fall(wide, low), color);
        for (int i = 0; i < 3; i++) {
            for (int side = -1; side <= 1; side += 2) {
                double x = side * (wide - 5 - 9 * i);
                strand(c, x * .95, x, 6 + 4 * i, low - 8 + 2 * i, 2.6, color, i + 2);
            }
        }
    }

    /** The outline of hair that hangs to {@code low}, its sides waved. */
    private Path2D fall(double wide, double low) {
        int steps = 9;
        double[] xy = new double[4 * steps];
        for (int i = 0; i < steps; i++) {
            double t = i / (steps - 1.);
            double y = -46 + t * (low + 46);
            double x = wide * (.74 + .26 * Math.sqrt(t)) + (i % 2 == 0 ? wave() : -wave()) * Math.min(1, 3 * t);
            xy[2 * i] = g.x(x, -25);
            xy[2 * i + 1] = y;
            int mirrored = 2 * (2 * steps - 1 - i);
            xy[mirrored] = g.x(-x, -25);
            xy[mirrored + 1] = y;
        }
        return Curves.closed(xy);
    }

    /** In front of forehead and temples. */
    void front(Canvas c) {
        if (f.has(BALD)) {
            bald(c);
            return;
        }
        Cut cut = cut();
        c.fill(cap(cut), palette.hair());
        int shine = Colors.mix(palette.hair(), 0xFFFFFF, .5);
        c.soft(g.x(part, 0), cut.top + 13, 24, 10, shine, .5);
        for (int i = -5; i <= 5; i++) {
            double x = i * 7.4;
            double over = Math.max(0, Math.abs(x) - cut.temple) / (cut.lock - cut.temple);
            double end = Math.max(cut.line, cut.corner) + over * (-28 - Math.max(cut.line, cut.corner)) - 3;
            double start = cut.top + 4 + .0125 * x * x;
            if (end - start > 6) {
                strand(c, x * .85 + part * .1, x, start, end, 2, palette.hair(), i);
            }
        }
        strand(c, cut.side - 3.5, cut.side - 4.5, -32, cut.low - 8, 1.7, palette.hair(), 0);
        strand(c, -cut.side + 3.5, -cut.side + 4.5, -32, cut.low - 8, 1.7, palette.hair(), 1);
        bangs(c, cut.line);
    }

    /** Heights of crown, hairline, its corners and the locks' ends; half widths at temples, sides and locks. */
    private record Cut(double top, double line, double corner, double low, double temple, double side, double lock) {}

    private Cut cut() {
        boolean receding = f.has(RECEDING_HAIRLINE);
        return new Cut(
                -80 - volume,
                receding ? -68 : -50,
                receding ? -70 : f.decoy(RECEDING_HAIRLINE) ? -54 : -46,
                lengthy ? 44 : -10,
                receding ? 21 + 2 * f.form(RECEDING_HAIRLINE) : 33,
                lengthy ? 48 + volume * .6 : 44,
                lengthy ? 37 : 39.5);
    }

    private Path2D cap(Cut cut) {
        return g.around(
                at(0, cut.top, -10),
                at(24, cut.top + 6, -12),
                at(41, -56, -14),
                at(cut.side, -25, -14),
                at(cut.side + wave(), 8, -14),
                at(cut.lock + 3, cut.low, -8),
                at(cut.lock, -8, -6),
                at(cut.lock - 1, -30, -4),
                at(cut.temple, cut.corner, -2),
                at(part, cut.line, 2),
                at(-cut.temple, cut.corner, -2),
                at(-cut.lock + 1, -30, -4),
                at(-cut.lock, -8, -6),
                at(-cut.lock - 3, cut.low, -8),
                at(-cut.side - wave(), 8, -14),
                at(-cut.side, -25, -14),
                at(-41, -56, -14),
                at(-24, cut.top + 6, -12));
    }

    private void bald(Canvas c) {
        int form = f.form(BALD);
        c.soft(g.x(-9, 0), -66, 15, 9, 0xFFFFFF, .75);
        for (int side = -1; side <= 1 && form > 0; side += 2) {
            c.fill(
                    g.around(
                            at(side * 41, -30, -12),
                            at(side * 36, -22, -6),
                            at(side * 37, -5, -6),
                            at(side * 44, 0, -14),
                            at(side * 44, -20, -14)),
                    palette.hair(),
                    form == 1 ? .9 : .5);
        }
    }

    /** One of many strands: straight hair shows them as parallels, wavy hair as ripples; any other hair is smooth. */
    private void strand(Canvas c, double x, double toX, double from, double to, double swing, int color, int number) {
        boolean wavy = f.has(WAVY_HAIR);
        boolean one = f.decoy(WAVY_HAIR) && number == 1;
        if (!wavy && !one && !f.has(STRAIGHT_HAIR)) {
            return;
        }
        double form = wavy ? f.form(WAVY_HAIR) : f.form(STRAIGHT_HAIR);
        int tone = number % 2 == 0 ? Colors.scale(color, .45) : Colors.mix(color, 0xFFFFFF, .5);
        if (wavy || one) {
            c.stroke(ripple(x, toX, from, to, swing * (1.4 + .25 * form)), 3, tone, .85);
        } else {
            c.stroke(Curves.open(g.x(x, -8), from, g.x(toX, -8), to - 2 * form), 2.6, tone, .8);
        }
    }

    private Path2D ripple(double x, double toX, double from, double to, double swing) {
        int steps = Math.max(3, (int) ((to - from) / 8));
        double[] xy = new double[2 * steps + 2];
        for (int i = 0; i <= steps; i++) {
            double t = (double) i / steps;
            xy[2 * i] = g.x(x + t * (toX - x) + (i % 2 == 0 ? swing : -swing), -8);
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
                            at(-37, -34, -3),
                            at(-34, low[0], 2),
                            at(-17, low[0] - 1, 9),
                            at(0, low[1], 12),
                            at(17, low[2] - 1, 9),
                            at(34, low[2], 2),
                            at(37, -34, -3),
                            at(30, line - 8, 0),
                            at(0, line - 13, 2),
                            at(-30, line - 8, 0)),
                    color);
            for (int i = -4; i <= 4; i++) {
                double end = (i < -1 ? low[0] : i > 1 ? low[2] : low[1]) - 3;
                c.stroke(g.along(at(i * 5.5, line - 6, 4), at(i * 7., end, 7)), 1.2, Colors.scale(color, .55), .7);
            }
        } else if (f.decoy(BANGS)) {
            c.stroke(g.along(at(part, line - 4, 3), at(part + 7, -40, 9), at(part + 3, -29, 10)), 2.2, color, .9);
        }
    }
}
