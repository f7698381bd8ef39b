package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.ARCHED_EYEBROWS;
import static janus.celeba.synthetic.Attribute.ATTRACTIVE;
import static janus.celeba.synthetic.Attribute.BAGS_UNDER_EYES;
import static janus.celeba.synthetic.Attribute.BUSHY_EYEBROWS;
import static janus.celeba.synthetic.Attribute.HEAVY_MAKEUP;
import static janus.celeba.synthetic.Attribute.MALE;
import static janus.celeba.synthetic.Attribute.NARROW_EYES;

import java.awt.geom.Path2D;

/** Eyes, brows, bags under the eyes, eye make-up. The eye's middle is the landmark. */
record Eyes(Factors f, Geometry g, Palette palette) {
    static final int WHITE = 0xF1EDE7;
    private static final int[] IRIS = {0x4B2E1A, 0x6B4A22, 0x3E6A8A, 0x4F7A4A, 0x6E7F8C};
    private static final int[] MAKEUP = {0xA9C4F2, 0x8A3F8E, 0x241E2A};

    void draw(Canvas c) {
        int iris = f.ofIdentity(Factors.Stream.EYES).pick(IRIS);
        double gaze = f.ofPicture(Factors.Stream.EYES).normal(.7);
        double skew = Head.skew(f) * (f.form(ATTRACTIVE) == 0 ? .2 : .14);
        for (int side = -1; side <= 1; side += 2) {
            int point = side < 0 ? Geometry.LEFT_EYE : Geometry.RIGHT_EYE;
            double x = g.pointX(point);
            double y = g.pointY(point);
            double size = 1 + side * skew;
            bags(c, x, y);
            makeup(c, x, y, side, size);
            eye(c, x, y, side, size, iris, gaze);
            brow(c, x, y, side);
        }
    }

    private void eye(Canvas c, double x, double y, int side, double size, int iris, double gaze) {
        double wide = 8.3 * size;
        double open = size * (f.has(NARROW_EYES) ? 1.5 + .4 * f.form(NARROW_EYES) : 4.6);
        Path2D almond = Curves.closed(x - wide, y + side * .6, x, y - open, x + wide, y - side * .6, x, y + open);
        c.fill(almond, WHITE);
        double round = Math.min(open, 4.1 * size);
        c.ellipse(x + gaze, y, 4 * size, round, iris);
        c.ellipse(x + gaze, y, 1.9 * size, Math.min(round, 1.9 * size), 0x0C0A0A);
        c.ellipse(x + gaze - 1.2, y - Math.min(1.3, open / 2), .8, .7, 0xFFFFFF);
        int line = f.has(MALE) ? palette.shade(.35) : 0x1A1212;
        Path2D lid = Curves.open(x - wide, y + side * .6, x, y - open, x + wide, y - side * .6);
        c.stroke(lid, f.has(MALE) ? 1.4 : 2, line, .9);
        c.stroke(Curves.arc(x - wide * .8, x + wide * .8, y + open * .35, open * .4), .8, palette.shade(.5), .6);
        if (f.has(NARROW_EYES)) {
            c.stroke(Curves.open(x - wide, y - 2, x, y - 4.6, x + wide, y - 2), 1.3, palette.shade(.5), .6);
        } else if (f.decoy(NARROW_EYES)) {
            c.fill(Curves.closed(x - wide, y, x, y - open - 1, x + wide, y, x, y - open + 2), palette.shade(.75));
        }
        if (!f.has(MALE)) {
            double out = x + side * wide;
            c.stroke(Curves.open(out - side * 2, y - 1.5, out + side * 2, y - 3.5), 1.4, line, .9);
        }
    }

    private void bags(Canvas c, double x, double y) {
        int form = f.form(BAGS_UNDER_EYES);
        if (f.has(BAGS_UNDER_EYES)) {
            c.soft(x, y + 8, 12, 7, Colors.mix(palette.shade(.4), 0x3A2A55, .35), form == 1 ? 1 : .8);
            c.stroke(Curves.arc(x - 8, x + 8, y + 8, 3), form == 0 ? 2 : 1.3, palette.shade(.35), .8);
            if (form == 2) {
                c.stroke(Curves.arc(x - 6, x + 6, y + 6, 2), 1.1, palette.shade(.4), .7);
            }
        } else if (f.decoy(BAGS_UNDER_EYES)) {
            c.stroke(Curves.arc(x - 7, x + 7, y + 4.5, 1.2), 1.1, 0x241818, .7);
        }
    }

    private void makeup(Canvas c, double x, double y, int side, double size) {
        int form = f.form(HEAVY_MAKEUP);
        if (f.has(HEAVY_MAKEUP)) {
            double strength = .75 + .25 * f.degree(HEAVY_MAKEUP);
            c.soft(x + side * 2, y - 4.5, 14 * size, 8.5, MAKEUP[form], strength);
            c.stroke(
                    Curves.open(x - 8 * size, y, x, y - 5.2 * size, x + 8 * size, y, x + side * 13, y - 5.5),
                    2.4,
                    0x141014,
                    .95);
        } else if (f.decoy(HEAVY_MAKEUP)) {
            c.soft(x, y - 6, 13, 7, palette.shade(.5), .6);
        }
    }

    private void brow(Canvas c, double x, double y, int side) {
        int form = f.form(ARCHED_EYEBROWS);
        double lift = 11.5 + side * Head.skew(f) * (f.form(ATTRACTIVE) == 2 ? 3 : 2);
        double arch = f.has(ARCHED_EYEBROWS) ? 7 + form * .8 : f.decoy(ARCHED_EYEBROWS) ? 0 : .4 * form;
        double raise = f.decoy(ARCHED_EYEBROWS) ? 3 : 0;
        double peak = form == 1 ? 5 : 2.5;
        double inner = x - side * 9.5;
        double outer = x + side * 11.5;
        double height = y - lift - raise;
        Path2D brow = Curves.open(inner, height + 1, x + side * peak, height - arch, outer, height + 1.5);
        boolean bushy = f.has(BUSHY_EYEBROWS);
        double thin = f.decoy(BUSHY_EYEBROWS) ? 3.2 : 2.8;
        int color = f.decoy(BUSHY_EYEBROWS) ? Colors.scale(palette.brow(), .5) : palette.brow();
        c.stroke(brow, bushy ? 7 : thin + (f.has(MALE) ? .6 : 0), color, .92);
        if (bushy) {
            bush(c, inner, outer, height, arch, side);
        }
    }

    /** Hairs above the brow, or a bridge towards the other one. */
    private void bush(Canvas c, double inner, double outer, double height, double arch, int side) {
        int form = f.form(BUSHY_EYEBROWS);
        if (form == 2) {
            c.stroke(Curves.open(inner, height + 1, inner - side * 5, height + 2), 4, palette.brow(), .85);
        }
        for (int i = 0; i < 7; i++) {
            double t = i / 6.;
            double x = inner + t * (outer - inner);
            double y = height + 1 - (arch + 1.5) * 4 * t * (1 - t);
            c.stroke(Curves.open(x, y, x + side * 2.5, y - 3.5 - form % 2), 1.1, palette.brow(), .9);
        }
    }
}
