package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.BLURRY;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** What surrounds the face and no label tells of: background, occluders, light, blur, grain. */
record Scene(Factors f) {
    private static final double OCCLUDED = .12;
    private static final int FAR = 5;

    /** Two colours running into each other, with things in front of them, all out of focus: drawn small. */
    void background(Canvas c) {
        Chance chance = f.ofPicture(Factors.Stream.SCENE);
        BufferedImage small = new BufferedImage(Canvas.WIDTH / FAR, Canvas.HEIGHT / FAR, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        float tilt = (float) chance.uniform(-1, 1) * small.getWidth();
        Color top = new Color(color(chance));
        Color bottom = new Color(color(chance));
        graphics.setPaint(new GradientPaint(
                small.getWidth() / 2f - tilt / 2, 0, top, small.getWidth() / 2f + tilt / 2, small.getHeight(), bottom));
        graphics.fillRect(0, 0, small.getWidth(), small.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        int things = 3 + chance.below(6);
        for (int i = 0; i < things; i++) {
            double w = chance.uniform(12, 70) / FAR;
            double h = chance.uniform(12, 70) / FAR;
            double x = chance.uniform(0, small.getWidth()) - w / 2;
            double y = chance.uniform(0, small.getHeight()) - h / 2;
            boolean round = chance.happens(.5);
            graphics.setColor(Canvas.translucent(color(chance), chance.uniform(.3, .9)));
            graphics.fill(round ? new Ellipse2D.Double(x, y, w, h) : new Rectangle2D.Double(x, y, w, h));
        }
        graphics.dispose();
        c.backdrop(small);
    }

    private static int color(Chance chance) {
        return Colors.hue(chance.uniform(), chance.uniform(.05, .5), chance.uniform(.2, .95));
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
    void light(Canvas c, boolean grainy) {
        Chance chance = f.ofPicture(Factors.Stream.LIGHT);
        double exposure = chance.uniform(.78, 1.12);
        double warm = chance.normal(.05);
        double across = chance.normal(.14);
        double down = chance.normal(.1);
        double grain = chance.uniform(0, grainy ? 5 : 0);
        dapple(c);
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

    /** Spots of light and shadow, as under a tree. */
    private void dapple(Canvas c) {
        Chance chance = f.ofPicture(Factors.Stream.DAPPLE);
        int spots = 4 + chance.below(5);
        for (int i = 0; i < spots; i++) {
            double x = chance.uniform(.1, .9) * Canvas.WIDTH;
            double y = chance.uniform(.15, .95) * Canvas.HEIGHT;
            int color = chance.happens(.5) ? 0x140C18 : 0xFFF2DC;
            c.soft(x, y, chance.uniform(12, 34), chance.uniform(12, 34), color, chance.uniform(.1, .4));
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
