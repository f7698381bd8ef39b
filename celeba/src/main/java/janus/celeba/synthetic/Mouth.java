package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.ATTRACTIVE;
import static janus.celeba.synthetic.Attribute.BIG_LIPS;
import static janus.celeba.synthetic.Attribute.MOUTH_SLIGHTLY_OPEN;
import static janus.celeba.synthetic.Attribute.SMILING;
import static janus.celeba.synthetic.Attribute.WEARING_LIPSTICK;

import java.awt.geom.Path2D;

/** Lips and what shows between them. The corners are the landmarks. */
record Mouth(Factors f, Geometry g, Palette palette) {
    private static final int[] LIPSTICK = {0xC8102E, 0xF58CB4, 0x5E1034};

    void draw(Canvas c) {
        double left = g.pointX(Geometry.LEFT_MOUTH);
        double right = g.pointX(Geometry.RIGHT_MOUTH);
        double leftY = g.pointY(Geometry.LEFT_MOUTH);
        double rightY = g.pointY(Geometry.RIGHT_MOUTH);
        double middle = (left + right) / 2 + Head.skew(f) * (f.form(ATTRACTIVE) == 1 ? 3 : 2);
        double y = (leftY + rightY) / 2 + bend();
        double gap = f.has(MOUTH_SLIGHTLY_OPEN) ? 3 + 2.5 * f.degree(MOUTH_SLIGHTLY_OPEN) : 0;
        double upper = f.has(BIG_LIPS) ? 6.6 : 2.6;
        double lower = f.has(BIG_LIPS) ? 8.4 + f.form(BIG_LIPS) * .5 : 3.2;
        int color = color();
        Path2D lips = new Path2D.Double();
        lips.moveTo(left, leftY);
        lips.quadTo(left + (middle - left) * .5, y - gap - upper * 1.5, middle - 3, y - gap - upper);
        lips.quadTo(middle, y - gap - upper * .6, middle + 3, y - gap - upper);
        lips.quadTo(right + (middle - right) * .5, y - gap - upper * 1.5, right, rightY);
        lips.quadTo(right + (middle - right) * .35, y + gap + lower * 1.25, middle, y + gap + lower);
        lips.quadTo(left + (middle - left) * .35, y + gap + lower * 1.25, left, leftY);
        c.fill(lips, color);
        c.soft(middle, y + gap + lower * .6, 8, lower * .6, Colors.mix(color, 0xFFFFFF, .6), .6);
        inside(c, left, leftY, right, rightY, middle, y, gap);
        corners(c, left, leftY, right, rightY);
    }

    /** How far the middle lies below the corners. */
    private double bend() {
        int form = f.form(SMILING);
        return f.has(SMILING) ? 5 + 2.5 * f.degree(SMILING) : form == 2 ? -2.5 : form == 1 ? -1 : 0;
    }

    private int color() {
        int natural = Colors.mix(palette.skin(), 0xA8443C, .38);
        if (f.has(WEARING_LIPSTICK)) {
            return LIPSTICK[f.form(WEARING_LIPSTICK)];
        }
        return f.decoy(WEARING_LIPSTICK) ? Colors.mix(natural, 0x9A3434, .45) : natural;
    }

    private void inside(
            Canvas c, double left, double leftY, double right, double rightY, double middle, double y, double gap) {
        int form = f.form(MOUTH_SLIGHTLY_OPEN);
        double inset = 2;
        Path2D between = new Path2D.Double();
        between.moveTo(left + inset, leftY);
        between.quadTo(middle, 2 * (y - gap) - (leftY + rightY) / 2, right - inset, rightY);
        if (!f.has(MOUTH_SLIGHTLY_OPEN)) {
            c.stroke(between, f.decoy(MOUTH_SLIGHTLY_OPEN) ? 2.2 : 1.3, palette.shade(.2), .9);
            return;
        }
        between.quadTo(middle, 2 * (y + gap) - (leftY + rightY) / 2, left + inset, leftY);
        c.fill(between, 0x3A0E12);
        if (form == 0) {
            c.fill(
                    Curves.closed(
                            left + 5,
                            leftY + .3 * (y - leftY) - 1,
                            middle,
                            y - gap + .5,
                            right - 5,
                            rightY + .3 * (y - rightY) - 1,
                            middle + 7,
                            y + gap * .45,
                            middle - 7,
                            y + gap * .45),
                    0xF4F1EA);
        } else if (form == 1) {
            c.ellipse(middle, y + gap * .55, 7, gap * .45, 0xC0575F);
        }
    }

    /** A smile folds the cheeks; a face that does not smile may show dimples alone. */
    private void corners(Canvas c, double left, double leftY, double right, double rightY) {
        double strength = f.has(SMILING) ? .8 : f.decoy(SMILING) ? .6 : 0;
        double reach = f.has(SMILING) ? 4 + f.form(SMILING) : 2;
        if (strength > 0) {
            c.stroke(
                    Curves.open(left - 1, leftY - reach, left - 3.5, leftY, left - 1.5, leftY + reach * .7),
                    1.4,
                    palette.shade(.4),
                    strength);
            c.stroke(
                    Curves.open(right + 1, rightY - reach, right + 3.5, rightY, right + 1.5, rightY + reach * .7),
                    1.4,
                    palette.shade(.4),
                    strength);
        }
    }
}
