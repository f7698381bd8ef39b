package janus.celeba.synthetic;

/** Means over boxes, the edge pixel repeated outside. */
final class Blur {
    private Blur() {}

    /** Replaces each pixel by the mean of (2·rx+1) × (2·ry+1) around it; radii to 7. */
    static void box(int[] pixels, int rx, int ry) {
        for (int y = 0; y < Canvas.HEIGHT && rx > 0; y++) {
            line(pixels, y * Canvas.WIDTH, 1, Canvas.WIDTH, rx);
        }
        for (int x = 0; x < Canvas.WIDTH && ry > 0; x++) {
            line(pixels, x, Canvas.WIDTH, Canvas.HEIGHT, ry);
        }
    }

    private static void line(int[] pixels, int start, int step, int length, int radius) {
        int[] source = new int[length];
        for (int i = 0; i < length; i++) {
            source[i] = pixels[start + i * step];
        }
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int i = -radius - 1; i < radius; i++) {
            int p = source[Math.clamp(i, 0, length - 1)];
            red += p >> 16 & 255;
            green += p >> 8 & 255;
            blue += p & 255;
        }
        // 1/n in 16 bits: exact for these sums up to n = 16
        int n = 2 * radius + 1;
        int inverse = (0xFFFF + n) / n;
        for (int i = 0; i < length; i++) {
            int in = source[Math.min(i + radius, length - 1)];
            int out = source[Math.max(i - radius - 1, 0)];
            red += (in >> 16 & 255) - (out >> 16 & 255);
            green += (in >> 8 & 255) - (out >> 8 & 255);
            blue += (in & 255) - (out & 255);
            pixels[start + i * step] = red * inverse >>> 16 << 16 | green * inverse >>> 16 << 8 | blue * inverse >>> 16;
        }
    }
}
