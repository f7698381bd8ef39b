package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.BLURRY;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;

/** What surrounds the face and no label tells of: background, occluders, light, blur, grain. */
record Scene(Factors f) {
    private static final double OCCLUDED = .12;

    /** Two colours running into each other, with blurred things in front. */
    void background(Canvas c) {
        Chance chance = f.ofPicture(Factors.Stream.SCENE);
        int top = color(chance);
        int bottom = color(chance);
        double slope = chance.uniform(-1, 1);
        for (int y = 0; y < Canvas.HEIGHT; y++) {
            for (int x = 0; x < Canvas.WIDTH; x++) {
                double t = Math.clamp((double) y / Canvas.HEIGHT + slope * ((double) x / Canvas.WIDTH - .5), 0, 1);
                c.pixels[y * Canvas.WIDTH + x] = Colors.mix(top, bottom, t);
            }
        }
        int things = 3 + chance.below(6);
        for (int i = 0; i < things; i++) {
            double x = chance.uniform(0, Canvas.WIDTH);
            double y = chance.uniform(0, Canvas.HEIGHT);
            double w = chance.uniform(12, 70);
            double h = chance.uniform(12, 70);
            int color = color(chance);
            c.fill(
                    chance.happens(.5)
                            ? new Ellipse2D.Double(x - w / 2, y - h / 2, w, h)
                            : new Rectangle2D.Double(x - w / 2, y - h / 2, w, h),
                    color,
                    chance.uniform(.4, 1));
        }
        Blur.box(c.pixels, chance.below(5), chance.below(5));
    }

    private static int color(Chance chance) {
        return Colors.hue(chance.uniform(), chance.uniform(0, .75), chance.uniform(.1, 1));
    }

    /** Sometimes something reaches into the picture from a side. */
    void occluder(Canvas c) {
        Chance chance = f.ofPicture(Factors.Stream.SENSOR);
        if (!chance.happens(OCCLUDED)) {
            return;
        }
        int color = color(chance);
        double side = chance.happens(.5) ? -1 : 1;
        double x = side * chance.uniform(40, 70);
        double y = chance.uniform(-70, 90);
        c.fill(Curves.polygon(x, y, side * 140, y - 16, side * 140, y + 16), color);
        c.ellipse(x, y, chance.uniform(4, 9), chance.uniform(4, 9), color);
    }

    /** Exposure, tint, and light falling off across the picture; then blur and grain. */
    void light(Canvas c) {
        Chance chance = f.ofPicture(Factors.Stream.LIGHT);
        double exposure = chance.uniform(.78, 1.12);
        double warm = chance.normal(.04);
        double across = chance.normal(.13);
        double down = chance.normal(.08);
        double grain = chance.uniform(0, 5);
        blur(c, chance);
        for (int y = 0; y < Canvas.HEIGHT; y++) {
            for (int x = 0; x < Canvas.WIDTH; x++) {
                double light =
                        exposure * (1 + across * (2. * x / Canvas.WIDTH - 1) + down * (2. * y / Canvas.HEIGHT - 1));
                long bits = chance.bits();
                double noise = grain * ((bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) - 0xFFFF) / 0xFFFF;
                int at = y * Canvas.WIDTH + x;
                int p = c.pixels[at];
                c.pixels[at] = Colors.rgb(
                        (p >> 16 & 255) * light * (1 + warm) + noise,
                        (p >> 8 & 255) * light + noise,
                        (p & 255) * light * (1 - warm) + noise);
            }
        }
    }

    /** Out of focus, moved sideways, moved up and down; a picture that is not Blurry is slightly soft at most. */
    private void blur(Canvas c, Chance chance) {
        int form = f.form(BLURRY);
        boolean soft = chance.happens(.3);
        if (f.has(BLURRY)) {
            int wide = form == 2 ? 1 : 4;
            int high = form == 1 ? 1 : 4;
            Blur.box(c.pixels, form == 1 ? 6 : wide, form == 2 ? 6 : high);
            Blur.box(c.pixels, wide, high);
        } else if (soft) {
            Blur.box(c.pixels, 1, 1);
        }
    }
}
