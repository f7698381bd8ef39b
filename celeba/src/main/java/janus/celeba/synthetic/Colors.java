package janus.celeba.synthetic;

import java.awt.Color;

/** Colours as 0xRRGGBB. */
final class Colors {
    private Colors() {}

    static int rgb(double red, double green, double blue) {
        return channel(red) << 16 | channel(green) << 8 | channel(blue);
    }

    /** (1 − t)·a + t·b. */
    static int mix(int a, int b, double t) {
        double s = 1 - t;
        return rgb(
                s * (a >> 16 & 255) + t * (b >> 16 & 255),
                s * (a >> 8 & 255) + t * (b >> 8 & 255),
                s * (a & 255) + t * (b & 255));
    }

    /** Each channel times {@code factor}, cut at 255. */
    static int scale(int color, double factor) {
        return rgb(factor * (color >> 16 & 255), factor * (color >> 8 & 255), factor * (color & 255));
    }

    static int hue(double hue, double saturation, double brightness) {
        return Color.HSBtoRGB((float) hue, (float) saturation, (float) brightness) & 0xFFFFFF;
    }

    static int channel(double value) {
        return (int) Math.max(0, Math.min(255, value + .5));
    }
}
