package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.EYEGLASSES;
import static janus.celeba.synthetic.Attribute.WEARING_EARRINGS;
import static janus.celeba.synthetic.Attribute.WEARING_HAT;
import static janus.celeba.synthetic.Attribute.WEARING_NECKLACE;
import static janus.celeba.synthetic.Attribute.WEARING_NECKTIE;
import static janus.celeba.synthetic.Spot.at;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;

/** Clothes, necktie, necklace, earrings, glasses, hat. */
record Accessories(Factors f, Geometry g, Palette palette, Head head) {
    private static final int[] METALS = {0xE8C14A, 0xDADFE6, 0xF4F0E6};

    /** Shoulders and collar, and what hangs on them. */
    void clothes(Canvas c) {
        Chance chance = f.ofPicture(Factors.Stream.CLOTHES);
        int color = Colors.hue(chance.uniform(), chance.uniform(0, .8), chance.uniform(.15, .95));
        int cut = chance.below(3);
        double neck = f.has(Attribute.MALE) ? 27 : 22;
        double depth = cut == 1 ? 92 : 82;
        c.fill(
                Curves.polygon(-neck, 70, 0, depth, neck, 70, 62, 80, 96, 96, 100, 150, -100, 150, -96, 96, -62, 80),
                color);
        if (cut == 2 || f.has(WEARING_NECKTIE)) {
            int collar = Colors.mix(color, 0xFFFFFF, .5);
            c.fill(Curves.polygon(-neck, 68, -neck - 5, 76, -9, 96, 0, 84), collar);
            c.fill(Curves.polygon(neck, 68, neck + 5, 76, 9, 96, 0, 84), collar);
        }
        tie(c, color);
        necklace(c);
    }

    private void tie(Canvas c, int shirt) {
        int form = f.form(WEARING_NECKTIE);
        Chance chance = f.details(WEARING_NECKTIE);
        chance.below(3);
        chance.uniform();
        int color = Colors.hue(chance.uniform(), .85, (shirt >> 8 & 255) > 120 ? .35 : .9);
        if (f.has(WEARING_NECKTIE) && form == 2) {
            c.fill(Curves.polygon(-14, 77, -14, 91, 14, 77, 14, 91), color);
            c.ellipse(0, 84, 3.5, 4, Colors.scale(color, .6));
        } else if (f.has(WEARING_NECKTIE)) {
            c.fill(Curves.polygon(-6, 79, 6, 79, 3.5, 88, 9, 130, -9, 130, -3.5, 88), color);
            c.fill(Curves.polygon(-6, 79, 6, 79, 3.5, 88, -3.5, 88), Colors.scale(color, .65));
            for (int i = 0; i < 3 && form == 1; i++) {
                c.stroke(Curves.open(-5, 98 + 6 * i, 5, 93 + 6 * i), 2, 0xF2F2F2, .9);
            }
        } else if (f.decoy(WEARING_NECKTIE)) {
            c.stroke(Curves.open(0, 84, 0, 130), 1.6, Colors.scale(shirt, .5), .8);
        }
    }

    private void necklace(Canvas c) {
        int form = f.form(WEARING_NECKLACE);
        int metal = METALS[form];
        if (f.has(WEARING_NECKLACE)) {
            c.stroke(Curves.arc(-20, 20, 70, 9), form == 1 ? 2.6 : 1.8, metal, 1);
            if (form == 0) {
                c.ellipse(0, 81, 3.5, 4.5, metal);
            }
            for (int i = -4; i <= 4 && form == 2; i++) {
                c.ellipse(i * 4.6, 79 - .55 * i * i, 2.5, 2.5, metal);
            }
        } else if (f.decoy(WEARING_NECKLACE)) {
            c.stroke(Curves.arc(-18, 18, 73, 4), 1.2, palette.shade(.5), .6);
        }
    }

    void earrings(Canvas c) {
        int form = f.form(WEARING_EARRINGS);
        for (int side = -1; side <= 1; side += 2) {
            double x = g.x(side * (head.cheek() + 4), -18);
            double y = g.y(11, -18);
            if (!f.has(WEARING_EARRINGS)) {
                if (f.decoy(WEARING_EARRINGS)) {
                    c.ellipse(x, y, 1.4, 1.4, palette.shade(.5));
                }
            } else if (form == 0) {
                c.stroke(new Ellipse2D.Double(x - 6, y, 12, 16), 2.8, METALS[0], 1);
            } else if (form == 1) {
                c.stroke(Curves.open(x, y, x, y + 9), 2, METALS[1], 1);
                c.ellipse(
                        x,
                        y + 13,
                        4.8,
                        6.5,
                        Colors.hue(f.details(WEARING_EARRINGS).uniform(), .7, .9));
            } else {
                c.ellipse(x, y + 3, 5.6, 5.6, METALS[2]);
                c.ellipse(x - 1, y + 2, 2.6, 2.6, 0xFFFFFF);
            }
        }
    }

    void glasses(Canvas c) {
        int form = f.form(EYEGLASSES);
        int frame = f.details(EYEGLASSES).happens(.5) ? 0x17151A : 0x5A2E1C;
        double[] inner = new double[2];
        for (int side = -1; side <= 1; side += 2) {
            int point = side < 0 ? Geometry.LEFT_EYE : Geometry.RIGHT_EYE;
            double x = g.pointX(point);
            double y = g.pointY(point);
            if (f.has(EYEGLASSES)) {
                Shape lens = form == 0
                        ? new Ellipse2D.Double(x - 13.5, y - 11, 27, 24)
                        : new RoundRectangle2D.Double(x - 14.5, y - 9, 29, 20, 6, 6);
                c.fill(lens, form == 2 ? 0x15151C : 0xDDE8F0, form == 2 ? .8 : .22);
                c.stroke(lens, 2.6, frame, 1);
                c.stroke(Curves.open(x + side * 14, y - 2, g.x(side * (head.cheek() + 2), -14), y - 3), 2.2, frame, 1);
                inner[(side + 1) / 2] = x - side * 13.5;
            } else if (f.decoy(EYEGLASSES)) {
                c.stroke(Curves.open(x - 10, y + 9, x, y + 11.5, x + 10, y + 9), 1.4, palette.shade(.5), .5);
            }
        }
        if (f.has(EYEGLASSES)) {
            double y = (g.pointY(Geometry.LEFT_EYE) + g.pointY(Geometry.RIGHT_EYE)) / 2;
            c.stroke(Curves.arc(inner[0], inner[1], y - 1, -2), 2.4, frame, 1);
        }
    }

    /** A cap with a peak, a knitted cap, a brimmed hat; a hairband is no hat. */
    void hat(Canvas c) {
        int form = f.form(WEARING_HAT);
        Chance chance = f.details(WEARING_HAT);
        chance.below(3);
        chance.uniform();
        int color = Colors.hue(chance.uniform(), chance.uniform(.2, .9), chance.uniform(.25, .85));
        if (f.has(WEARING_HAT)) {
            c.fill(crown(form == 2 ? -96 : -90), color);
            c.fill(rim(form), Colors.scale(color, .65));
        } else if (f.decoy(WEARING_HAT)) {
            c.stroke(
                    g.along(at(-42, -48, -10), at(-24, -66, -4), at(0, -72, 0), at(24, -66, -4), at(42, -48, -10)),
                    4.5,
                    color,
                    .95);
        }
    }

    private Path2D crown(double top) {
        return g.around(
                at(-46, -42, -8),
                at(-43, -66, -10),
                at(-26, top + 4, -10),
                at(0, top, -10),
                at(26, top + 4, -10),
                at(43, -66, -10),
                at(46, -42, -8),
                at(0, -45, 0));
    }

    private Path2D rim(int form) {
        return switch (form) {
            case 0 ->
                g.around(
                        at(-40, -46, 2),
                        at(0, -50, 8),
                        at(40, -46, 2),
                        at(38, -36, 18),
                        at(0, -32, 26),
                        at(-38, -36, 18));
            case 1 ->
                g.around(
                        at(-47, -50, -6),
                        at(0, -53, 0),
                        at(47, -50, -6),
                        at(47, -37, -6),
                        at(0, -40, 2),
                        at(-47, -37, -6));
            default ->
                g.around(
                        at(-72, -42, -8),
                        at(0, -52, 0),
                        at(72, -42, -8),
                        at(60, -36, 4),
                        at(0, -38, 14),
                        at(-60, -36, 4));
        };
    }
}
