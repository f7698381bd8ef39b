package janus.kernels.cpu;

import janus.kernels.Pictures;

/** One picture [h,w,3] in {@code rgb} from {@code at} on, and the map it is seen through: see {@link Pictures#warp}. */
record WarpedPicture(int h, int w, double[] map, float[] rgb, int at) {
    private static final int C = Pictures.CHANNELS;

    /** Writes the image [3,h,w]. */
    void write(float[] y, int to) {
        if (isUpright()) {
            copy(y, to);
            return;
        }
        double cx = (w - 1) / 2.0;
        double cy = (h - 1) / 2.0;
        for (int v = 0; v < h; v++) {
            double dv = v - cy - map[5];
            for (int u = 0; u < w; u++) {
                double du = u - cx - map[4];
                float px = (float) Math.min(Math.max(map[0] * du + map[1] * dv + cx, 0), w - 1);
                float py = (float) Math.min(Math.max(map[2] * du + map[3] * dv + cy, 0), h - 1);
                pixel(px, py, y, to + v * w + u);
            }
            for (int k = 0; k < C; k++) {
                shade(y, to + (k * h + v) * w, w, k);
            }
        }
    }

    /** Whether it stays where it is, or is mirrored: then each pixel is one of its own. */
    private boolean isUpright() {
        return Math.abs(map[0]) == 1 && map[1] == 0 && map[2] == 0 && map[3] == 1 && map[4] == 0 && map[5] == 0;
    }

    private void copy(float[] y, int to) {
        int first = map[0] > 0 ? 0 : C * (w - 1);
        int step = map[0] > 0 ? C : -C;
        float[] shades = new float[256];
        for (int k = 0; k < C; k++) {
            for (int i = 0; i < shades.length; i++) {
                shades[i] = i;
            }
            shade(shades, 0, shades.length, k);
            for (int v = 0, next = to + k * h * w; v < h; v++) {
                int from = at + C * v * w + first + k;
                for (int u = 0; u < w; u++, from += step) {
                    y[next++] = shades[(int) rgb[from]];
                }
            }
        }
    }

    private void pixel(float px, float py, float[] y, int to) {
        int left = (int) px;
        int top = (int) py;
        float fx = px - left;
        float fy = py - top;
        int from = at + C * (top * w + left);
        int right = left + 1 < w ? C : 0;
        int below = top + 1 < h ? C * w : 0;
        for (int k = 0; k < C; k++, from++, to += h * w) {
            float above = rgb[from] * (1 - fx) + rgb[from + right] * fx;
            float under = rgb[from + below] * (1 - fx) + rgb[from + below + right] * fx;
            y[to] = above * (1 - fy) + under * fy;
        }
    }

    /** Normalizes numbers of channel k, in a loop of its own: C2 divides sixteen at a time. */
    private void shade(float[] y, int from, int count, int k) {
        float mean = (float) map[6 + k];
        float deviation = (float) map[6 + C + k];
        for (int i = from; i < from + count; i++) {
            y[i] = (y[i] / 255f - mean) / deviation;
        }
    }
}
