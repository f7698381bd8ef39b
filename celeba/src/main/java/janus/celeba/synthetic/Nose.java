package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.BIG_NOSE;
import static janus.celeba.synthetic.Attribute.POINTY_NOSE;

/** The nose. Its tip is the landmark. */
record Nose(Factors f, Geometry g, Palette palette) {
    /** How far the nostrils lie below the tip. */
    static final double NOSTRILS = 3.2;

    void draw(Canvas c) {
        double x = g.pointX(Geometry.NOSE);
        double y = g.pointY(Geometry.NOSE);
        boolean pointy = f.has(POINTY_NOSE);
        double wide = (f.has(BIG_NOSE) ? 12.5 + f.form(BIG_NOSE) : 6.5) - (pointy ? 1.5 : 0);
        int line = palette.shade(.42);
        double bridge = g.x(0, 10);
        c.soft((x + bridge) / 2, y - 11, 4 + (f.has(BIG_NOSE) ? 2 : 0), 16, palette.light(), .7);
        c.stroke(Curves.open(bridge - 5, g.y(-14, 8), x - 4, y - 8, x - wide, y + 1), 1.2, line, .5);
        if (f.decoy(BIG_NOSE)) {
            c.soft(x + 6, y - 4, 6, 12, line, .55);
        }
        if (f.has(BIG_NOSE)) {
            c.soft(x, y - 1, wide * 1.15, 10, palette.shade(.65), .8);
        }
        double wing = f.has(BIG_NOSE) ? 4.4 : 3;
        for (int side = -1; side <= 1; side += 2) {
            double out = x + side * wide;
            c.stroke(
                    Curves.open(out - side * 1.5, y - wing - 1, out + side * .5, y, out - side * 2.5, y + wing),
                    1.7,
                    line,
                    .85);
            c.ellipse(x + side * wide * .5, y + NOSTRILS, wide * .25, 1.5, palette.shade(.25));
        }
        if (pointy) {
            tip(c, x, y, line);
        } else {
            c.stroke(Curves.arc(x - wide * .45, x + wide * .45, y + 4, 1), 1.4, line, .8);
            c.soft(x, y - 1, 4, 3.5, palette.light(), f.decoy(POINTY_NOSE) ? 1 : .7);
        }
    }

    /** A narrow lit ridge that ends in a point below the nostrils. */
    private void tip(Canvas c, double x, double y, int line) {
        double down = 6.5 + f.form(POINTY_NOSE);
        c.fill(
                Curves.polygon(x - 1, y - 20, x + 1, y - 20, x + 4, y + 1, x, y + down, x - 4, y + 1),
                palette.light(),
                .7);
        c.stroke(
                Curves.open(x - 5, y + 1.5, x - 2, y + down - 1.5, x, y + down, x + 2, y + down - 1.5, x + 5, y + 1.5),
                1.7,
                line,
                .9);
        c.stroke(Curves.open(x + 1, y - 20, x + 4.5, y + 1), 1.2, line, .45);
    }
}
