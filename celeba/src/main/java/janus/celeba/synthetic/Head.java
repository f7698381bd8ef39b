package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.ATTRACTIVE;
import static janus.celeba.synthetic.Attribute.BALD;
import static janus.celeba.synthetic.Attribute.CHUBBY;
import static janus.celeba.synthetic.Attribute.DOUBLE_CHIN;
import static janus.celeba.synthetic.Attribute.HIGH_CHEEKBONES;
import static janus.celeba.synthetic.Attribute.MALE;
import static janus.celeba.synthetic.Attribute.OVAL_FACE;
import static janus.celeba.synthetic.Attribute.ROSY_CHEEKS;
import static janus.celeba.synthetic.Attribute.YOUNG;
import static janus.celeba.synthetic.Spot.at;

import java.awt.geom.Path2D;

/** Neck, ears, the outline of the face, and what lies on its skin: cheekbones, blush, wrinkles, a double chin. */
record Head(
        Factors f, Geometry g, Palette palette, double temple, double cheek, double jaw, double chin, double length) {
    /** Temple, cheek, jaw, chin (half widths) and the chin's depth: square, round, heart-shaped. */
    private static final double[][] FRAMES = {{38, 39, 35, 21, 57}, {39, 42.5, 34, 15, 55.5}, {41, 39, 29, 13, 58}};

    private static final double[][] OVALS = {{36, 36.5, 26, 12, 66}, {35.5, 36, 27.5, 13.5, 65}, {36.5, 37, 25, 11, 67}
    };

    static Head of(Factors f, Geometry g, Palette palette) {
        double[] frame = (f.has(OVAL_FACE) ? OVALS : FRAMES)[f.form(OVAL_FACE)];
        double heavy = f.has(CHUBBY) ? 4.5 + f.form(CHUBBY) : 0;
        double strong = f.has(MALE) ? 2.5 : -1;
        double wide = f.decoy(CHUBBY) ? 2 : 0;
        return new Head(
                f,
                g,
                palette,
                frame[0],
                frame[1] + heavy * .8,
                frame[2] + heavy * 1.5 + strong + wide,
                frame[3] + heavy + strong,
                frame[4] + (f.has(MALE) ? 1 : -1));
    }

    /** How far the right half differs from the left, −1…1; Attractive means: hardly. */
    static double skew(Factors f) {
        double side = f.details(ATTRACTIVE).happens(.5) ? 1 : -1;
        return side * (f.has(ATTRACTIVE) ? 0 : .7 + .3 * (1 - f.degree(ATTRACTIVE)));
    }

    Path2D outline() {
        double s = skew(f);
        double left = f.form(ATTRACTIVE) == 1 ? 1 + .15 * s : 1 + .09 * s;
        double right = 2 - left;
        return g.around(
                at(0, -64, -2),
                at(27, -57, -4),
                at(temple, -28, -6),
                at(cheek, 2, -5),
                at(jaw * right, 34, 0),
                at(chin * right, length - 9, 6),
                at(0, length, 9),
                at(-chin * left, length - 9, 6),
                at(-jaw * left, 34, 0),
                at(-cheek, 2, -5),
                at(-temple, -28, -6),
                at(-27, -57, -4));
    }

    /** Behind the hair's front: neck, ears, face. */
    void draw(Canvas c) {
        double neck = f.has(MALE) ? 24 : 18;
        double x = g.x(0, -14);
        c.fill(Curves.polygon(x - neck, 20, x + neck, 20, neck * 1.12, 100, -neck * 1.12, 100), palette.shade(.8));
        c.soft(x, 62, neck * 1.2, 16, palette.shade(.5), .55);
        if (f.has(MALE)) {
            c.soft(x + 1, 78, 5, 7, palette.light(), .5);
            c.stroke(Curves.arc(x - 4, x + 4, 82, 1.5), 1.2, palette.shade(.55), .7);
        }
        for (int side = -1; side <= 1; side += 2) {
            double ear = g.x(side * (cheek + 2.5), -20);
            c.ellipse(ear, g.y(-1, -20), 6, 11, palette.shade(.9));
            c.soft(ear, g.y(-1, -20), 4, 8, palette.shade(.55), .7);
        }
        if (f.has(BALD)) {
            c.ellipse(g.x(0, -8), g.y(-38, -8), 39, 40, palette.skin());
        }
        Path2D outline = outline();
        c.fill(outline, palette.skin());
        c.stroke(outline, 1, palette.shade(.6), .35);
        relief(c);
    }

    private void relief(Canvas c) {
        c.soft(g.x(0, 12), g.y(-34, 12), 30, 18, palette.light(), .4);
        c.soft(g.x(0, 10), g.y(length - 12, 10), 12, 9, palette.light(), .3);
        for (int side = -1; side <= 1; side += 2) {
            c.soft(g.x(side * 36, -4), g.y(14, -4), 15, 46, palette.shade(.65), .4);
            c.soft(g.x(side * 19.5, 5), g.y(-18, 5), 14, 9, palette.shade(.7), .35);
        }
    }

    /** On the skin, under eyes and mouth. */
    void complexion(Canvas c) {
        blush(c);
        cheekbones(c);
        if (f.has(CHUBBY)) {
            for (int side = -1; side <= 1; side += 2) {
                c.soft(g.x(side * 27, 8), g.y(18, 8), 15, 14, palette.light(), .6);
                c.stroke(
                        g.along(at(side * 19, 17, 11), at(side * 27, 30, 8), at(side * 25, 40, 8)),
                        1.4,
                        palette.shade(.55),
                        .55);
            }
        }
        chins(c);
        age(c);
    }

    private void blush(Canvas c) {
        int form = f.form(ROSY_CHEEKS);
        double strength = f.has(ROSY_CHEEKS) ? .95 : f.decoy(ROSY_CHEEKS) ? .25 : 0;
        for (int side = -1; side <= 1 && strength > 0; side += 2) {
            double x = g.x(side * (form == 1 ? 28 : 24), 6);
            c.soft(x, g.y(form == 1 ? 2 : 7, 6), form == 2 ? 17 : 13, form == 1 ? 16 : 11, 0xE4506A, strength);
        }
        if (f.has(ROSY_CHEEKS) && form == 2) {
            c.soft(g.pointX(Geometry.NOSE), g.pointY(Geometry.NOSE) - 4, 12, 8, 0xE8476A, .5);
        }
    }

    /** A lit bone, a hollow below, or both; flat cheeks may have a fold lower down. */
    private void cheekbones(Canvas c) {
        int form = f.form(HIGH_CHEEKBONES);
        double degree = f.degree(HIGH_CHEEKBONES);
        for (int side = -1; side <= 1; side += 2) {
            if (f.has(HIGH_CHEEKBONES)) {
                c.soft(
                        g.x(side * 25, 9),
                        g.y(2, 9),
                        11,
                        6,
                        palette.light(),
                        (form == 0 ? 1 : form == 1 ? .4 : .8) * degree);
                c.soft(g.x(side * 29, 5), g.y(19, 5), 8, 9, palette.shade(.5), (form == 1 ? .9 : .4) * degree);
                c.stroke(
                        g.along(at(side * 37, 4, 0), at(side * 30, 11, 6), at(side * 22, 14 + form, 10)),
                        form == 0 ? 1.5 : 2.2,
                        palette.shade(.55),
                        .7 * degree);
            } else if (f.decoy(HIGH_CHEEKBONES)) {
                c.stroke(
                        g.along(at(side * 13, 12, 14), at(side * 20, 19, 11), at(side * 23, 28, 10)),
                        1.5,
                        palette.shade(.55),
                        .7);
                c.soft(g.x(side * 22, 8), g.y(12, 8), 10, 8, form == 1 ? palette.shade(.65) : palette.light(), .5);
            }
        }
    }

    private void chins(Canvas c) {
        int form = f.form(DOUBLE_CHIN);
        double x = g.x(0, 4);
        double y = g.y(length, 4);
        if (f.has(DOUBLE_CHIN)) {
            double wide = chin + 12;
            c.fill(
                    Curves.closed(
                            x - wide,
                            y - 12,
                            x - wide * .7,
                            y + 5,
                            x,
                            y + 11,
                            x + wide * .7,
                            y + 5,
                            x + wide,
                            y - 12,
                            x,
                            y - 3),
                    palette.shade(.93));
            c.stroke(Curves.arc(x - wide * .8, x + wide * .8, y + 1, 8), 2.2, palette.shade(.45), .8);
            c.stroke(Curves.arc(x - chin, x + chin, y - 6, 4.5), 1.8, palette.shade(.45), .8);
            if (form == 2) {
                c.stroke(Curves.arc(x - wide * .6, x + wide * .6, y + 10, 6), 1.5, palette.shade(.5), .7);
            }
        } else if (f.decoy(DOUBLE_CHIN)) {
            c.stroke(Curves.arc(x - 13, x + 13, y + 16, 3), 1.3, palette.shade(.55), .6);
        }
    }

    /** Lines of the forehead, crow's feet, folds beside the mouth; a young face may have freckles. */
    private void age(Canvas c) {
        int form = f.form(YOUNG);
        int line = palette.shade(.45);
        if (!f.has(YOUNG)) {
            for (int i = 0; i < 3; i++) {
                c.stroke(
                        g.along(at(-22 + i, -35 - 6.5 * i, 6), at(0, -37 - 6.5 * i, 10), at(22 - i, -35 - 6.5 * i, 6)),
                        form == 0 ? 2.8 : 2.2,
                        line,
                        .75);
            }
            for (int side = -1; side <= 1; side += 2) {
                c.stroke(
                        g.along(at(side * 10, 10, 15), at(side * 19, 18, 12), at(side * 24, 31, 9)),
                        form == 1 ? 3.4 : 2.6,
                        line,
                        .7);
                for (int i = -1; i <= 1; i++) {
                    c.stroke(
                            g.along(at(side * 30, -12 + 2 * i, 2), at(side * 36, -12 + 5 * i, -2)),
                            form == 2 ? 2 : 1.5,
                            line,
                            .7);
                }
            }
        } else if (f.decoy(YOUNG)) {
            Chance spots = f.ofIdentity(Factors.Stream.DETAIL);
            for (int i = 0; i < 14; i++) {
                c.ellipse(g.x(spots.uniform(-26, 26), 9), g.y(spots.uniform(0, 16), 9), .9, .8, palette.shade(.6));
            }
        }
    }
}
