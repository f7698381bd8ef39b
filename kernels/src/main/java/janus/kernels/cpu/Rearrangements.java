package janus.kernels.cpu;

import janus.kernels.Role;

/** Copies between layouts and between channels. */
final class Rearrangements {
    private Rearrangements() {}

    static void flatten(Workers workers, int n, int c, int hw, CpuBuffer x, CpuBuffer y) {
        if (x.role() == Role.IMAGE) {
            System.arraycopy(x.array(), x.offset(), y.array(), y.offset(), n * c * hw);
            return;
        }
        workers.run(n * c, row -> {
            int from = x.offset() + channel(Role.ACTIVATION, hw, c, row / c, row % c);
            copy(hw, x.array(), from, Layout.BLOCK, y.array(), y.offset() + row * hw, 1);
        });
    }

    static void unflatten(Workers workers, int n, int c, int hw, CpuBuffer dy, CpuBuffer dx) {
        int lanes = Layout.blocks(c) * Layout.BLOCK;
        workers.run(n * lanes, row -> {
            int image = row / lanes;
            int channel = row % lanes;
            int to = dx.offset() + channel(Role.ACTIVATION, hw, c, image, channel);
            if (channel < c) {
                int from = dy.offset() + (image * c + channel) * hw;
                copy(hw, dy.array(), from, 1, dx.array(), to, Layout.BLOCK);
            } else {
                zero(hw, dx.array(), to);
            }
        });
    }

    static void copyChannels(
            Workers workers, int n, int hw, int cx, int ix, int cy, int iy, int count, CpuBuffer x, CpuBuffer y) {
        int xStride = x.role() == Role.ACTIVATION ? Layout.BLOCK : 1;
        int yStride = y.role() == Role.ACTIVATION ? Layout.BLOCK : 1;
        workers.run(n, image -> {
            for (int i = 0; i < count; i++) {
                int from = x.offset() + channel(x.role(), hw, cx, image, ix + i);
                int to = y.offset() + channel(y.role(), hw, cy, image, iy + i);
                copy(hw, x.array(), from, xStride, y.array(), to, yStride);
            }
        });
    }

    /** Where the first pixel of a channel lies. */
    private static int channel(Role role, int hw, int c, int n, int i) {
        return role == Role.ACTIVATION ? Layout.activation(c, hw, 1, n, i, 0, 0) : (n * c + i) * hw;
    }

    private static void copy(int count, float[] x, int xi, int xStride, float[] y, int yi, int yStride) {
        for (int i = 0; i < count; i++) {
            y[yi + i * yStride] = x[xi + i * xStride];
        }
    }

    private static void zero(int count, float[] y, int yi) {
        for (int i = 0; i < count; i++) {
            y[yi + i * Layout.BLOCK] = 0;
        }
    }
}
