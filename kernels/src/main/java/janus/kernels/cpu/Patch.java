package janus.kernels.cpu;

import java.util.Arrays;

/** A square of 16-channel pixels that may reach over the edge of its map. */
final class Patch {
    private Patch() {}

    static boolean inside(int top, int left, int side, int height, int width) {
        return top >= 0 && left >= 0 && top + side <= height && left + side <= width;
    }

    /** Copies the square at (top, left) of the map that starts at {@code plane}; what is outside is 0. */
    static void read(float[] x, int plane, int height, int width, int top, int left, int side, float[] patch) {
        int row = side * Layout.BLOCK;
        int first = Math.max(0, -left);
        int end = Math.clamp(width - left, first, side);
        for (int i = 0; i < side; i++) {
            int h = top + i;
            if (h < 0 || h >= height) {
                Arrays.fill(patch, i * row, (i + 1) * row, 0);
            } else {
                int from = plane + (h * width + left + first) * Layout.BLOCK;
                Arrays.fill(patch, i * row, i * row + first * Layout.BLOCK, 0);
                System.arraycopy(x, from, patch, i * row + first * Layout.BLOCK, (end - first) * Layout.BLOCK);
                Arrays.fill(patch, i * row + end * Layout.BLOCK, (i + 1) * row, 0);
            }
        }
    }

    /** Brings to the map, finished, what lies inside; {@code top} and {@code left} do. */
    static void write(
            float[] patch,
            int side,
            Finish finish,
            int channel,
            float[] y,
            int plane,
            int height,
            int width,
            int top,
            int left) {
        int count = Math.min(side, width - left);
        for (int i = 0; i < Math.min(side, height - top); i++) {
            int to = plane + ((top + i) * width + left) * Layout.BLOCK;
            finish.write(patch, i * side * Layout.BLOCK, y, to, channel, count);
        }
    }
}
