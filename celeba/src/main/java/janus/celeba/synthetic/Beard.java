package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.FIVE_O_CLOCK_SHADOW;
import static janus.celeba.synthetic.Attribute.GOATEE;
import static janus.celeba.synthetic.Attribute.MUSTACHE;
import static janus.celeba.synthetic.Attribute.NO_BEARD;
import static janus.celeba.synthetic.Attribute.SIDEBURNS;
import static janus.celeba.synthetic.Spot.at;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Stubble, goatee, mustache, sideburns; a beard that is none of them is a full one. */
record Beard(Factors f, Geometry g, Palette palette, Head head) {
    void draw(Canvas c) {
        int color = Colors.scale(palette.hair(), .85);
        if (f.has(FIVE_O_CLOCK_SHADOW)) {
            stubble(c);
        } else if (f.decoy(FIVE_O_CLOCK_SHADOW)) {
            c.soft(g.x(0, 6), g.y(head.length() - 13, 6), head.jaw() * .8, 13, palette.shade(.5), .55);
        }
        if (!f.has(NO_BEARD)
                && !f.has(FIVE_O_CLOCK_SHADOW)
                && !f.has(GOATEE)
                && !f.has(MUSTACHE)
                && !f.has(SIDEBURNS)) {
            full(c, color);
        }
        sideburns(c, color);
        goatee(c, color);
        mustache(c, color);
    }

    private double mouthX() {
        return (g.pointX(Geometry.LEFT_MOUTH) + g.pointX(Geometry.RIGHT_MOUTH)) / 2;
    }

    private double mouthY() {
        return (g.pointY(Geometry.LEFT_MOUTH) + g.pointY(Geometry.RIGHT_MOUTH)) / 2;
    }

    private void full(Canvas c, int color) {
        double j = head.jaw();
        double n = head.length();
        Path2D beard = g.around(
                at(-head.cheek() + 1, 4, -5),
                at(-j + 6, 20, 4),
                at(-15, 20, 12),
                at(0, 16.5, 14),
                at(15, 20, 12),
                at(j - 6, 20, 4),
                at(head.cheek() - 1, 4, -5),
                at(j + 2, 36, 0),
                at(head.chin() + 3, n - 3, 6),
                at(0, n + 5, 9),
                at(-head.chin() - 3, n - 3, 6),
                at(-j - 2, 36, 0));
        c.fill(beard, color, .95);
    }

    /** Dots where the beard would be, over a grey veil. */
    private void stubble(Canvas c) {
        int form = f.form(FIVE_O_CLOCK_SHADOW);
        int veil = Colors.mix(palette.shade(.35), 0x2A3038, .6);
        double n = head.length();
        for (int side = -1; side <= 1; side += 2) {
            c.soft(g.x(side * (head.jaw() - 11), 3), g.y(31, 3), 13, 24, veil, .8);
            c.soft(g.x(side * 12, 9), g.y(n - 10, 9), 18, 17, veil, .75);
        }
        c.soft(mouthX(), mouthY() - 9, 19, 7, veil, form == 1 ? .4 : .8);
        Chance dots = f.details(FIVE_O_CLOCK_SHADOW);
        dots.below(3);
        for (int i = 0; i < 90; i++) {
            double t = dots.uniform(-1, 1);
            double x = t * (head.jaw() - 3);
            double low = n - 3 - (n - 30) * t * t * t * t;
            double y = dots.uniform(form == 2 ? mouthY() + 8 : 20 + 8 * Math.abs(t), low);
            c.fill(new Rectangle2D.Double(g.x(x, 5), g.y(y, 5), 1, 1.3), 0x15100E, .6);
        }
    }

    private void goatee(Canvas c, int color) {
        int form = f.form(GOATEE);
        double x = mouthX();
        double y = mouthY();
        double n = g.y(head.length(), 9);
        if (f.has(GOATEE)) {
            double wide = form == 1 ? 8 : 13;
            double point = form == 2 ? 10 : 3;
            c.fill(
                    Curves.closed(
                            x - wide,
                            y + 14,
                            x,
                            y + 11,
                            x + wide,
                            y + 14,
                            x + wide * .7,
                            n - 1,
                            x,
                            n + point,
                            x - wide * .7,
                            n - 1),
                    color,
                    .95);
            if (form == 0) {
                c.stroke(Curves.open(x - wide + 1, y + 16, x - 21, y + 6, x - 20, y - 4), 4.5, color, .95);
                c.stroke(Curves.open(x + wide - 1, y + 16, x + 21, y + 6, x + 20, y - 4), 4.5, color, .95);
            }
        } else if (f.decoy(GOATEE)) {
            c.soft(x, n - 7, 9, 8, palette.shade(.45), .7);
        }
    }

    private void mustache(Canvas c, int color) {
        int form = f.form(MUSTACHE);
        double x = mouthX();
        double y = mouthY() - 8.5;
        if (f.has(MUSTACHE)) {
            double wide = form == 1 ? 22 : 18;
            double up = form == 1 ? -4 : 4;
            double thick = form == 2 ? 4 : 6;
            c.fill(
                    Curves.closed(
                            x - wide,
                            y + up,
                            x - 10,
                            y - thick * .5,
                            x,
                            y - thick * .6,
                            x + 10,
                            y - thick * .5,
                            x + wide,
                            y + up,
                            x + 9,
                            y + thick * .6,
                            x,
                            y + thick * .4,
                            x - 9,
                            y + thick * .6),
                    color,
                    .97);
        } else if (f.decoy(MUSTACHE)) {
            c.soft(x, y - 1, 11, 5, palette.shade(.45), .8);
        }
    }

    private void sideburns(Canvas c, int color) {
        int form = f.form(SIDEBURNS);
        for (int side = -1; side <= 1; side += 2) {
            double edge = head.cheek() - 1;
            if (f.has(SIDEBURNS)) {
                double low = form == 0 ? 24 : form == 1 ? 30 : 27;
                double foot = form == 1 ? 15 : 8;
                c.fill(
                        g.around(
                                at(side * (edge + 1), -28, -7),
                                at(side * (edge - 6), -28, -4),
                                at(side * (edge - 7), 4, -2),
                                at(side * (edge - foot), low, 1),
                                at(side * (edge - 2), low + 2, -3),
                                at(side * (edge + 2), 4, -7)),
                        color,
                        .95);
            } else if (f.decoy(SIDEBURNS)) {
                c.stroke(
                        g.along(at(side * edge, -26, -6), at(side * (edge - 1), -8, -5), at(side * (edge - 3), 4, -4)),
                        1.6,
                        color,
                        .8);
            }
        }
    }
}
