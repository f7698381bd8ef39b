package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;

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
                zero(patch, Layout.FIRST + i * row, row);
            } else {
                zero(patch, Layout.FIRST + i * row, first * Layout.BLOCK);
                int at = Layout.FIRST + i * row + first * Layout.BLOCK;
                copy(x, plane + (h * width + left + first) * Layout.BLOCK, patch, at, (end - first) * Layout.BLOCK);
                zero(patch, Layout.FIRST + i * row + end * Layout.BLOCK, (side - end) * Layout.BLOCK);
            }
        }
    }

    // a few vectors: a call of System.arraycopy or Arrays.fill would take longer than they do
    private static void copy(float[] x, int from, float[] patch, int at, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, x, from + i).intoArray(patch, at + i);
        }
    }

    private static void zero(float[] patch, int at, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector.zero(Lanes.SPECIES).intoArray(patch, at + i);
        }
    }

    /** Brings a corner of the square to the map, finished, from y's {@code to} on. */
    static void write(
            float[] patch, int side, int down, int across, Finish finish, int channel, float[] y, int to, int width) {
        for (int i = 0; i < down; i++) {
            finish.write(
                    patch, Layout.FIRST + i * side * Layout.BLOCK, y, to + i * width * Layout.BLOCK, channel, across);
        }
    }
}
