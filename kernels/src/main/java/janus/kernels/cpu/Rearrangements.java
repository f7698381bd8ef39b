package janus.kernels.cpu;

import janus.kernels.Role;
import java.util.Arrays;

/** Copies between layouts and between channels. */
final class Rearrangements {
    private Rearrangements() {}

    static void flatten(Workers workers, int n, int c, int hw, CpuBuffer x, CpuBuffer y) {
        if (x.role() != Role.ACTIVATION) {
            System.arraycopy(x.array(), x.offset(), y.array(), y.offset(), n * c * hw);
            return;
        }
        int blocks = Layout.blocks(c);
        workers.run(n * blocks, plane -> {
            int first = plane % blocks * Layout.BLOCK;
            int from = x.offset() + plane * hw * Layout.BLOCK;
            int to = y.offset() + (plane / blocks * c + first) * hw;
            for (int lane = 0; lane < Math.min(Layout.BLOCK, c - first); lane++) {
                copy(hw, x.array(), from + lane, Layout.BLOCK, y.array(), to + lane * hw, 1);
            }
        });
    }

    static void unflatten(Workers workers, int n, int c, int hw, CpuBuffer dy, CpuBuffer dx) {
        if (dx.role() != Role.ACTIVATION) {
            System.arraycopy(dy.array(), dy.offset(), dx.array(), dx.offset(), n * c * hw);
            return;
        }
        int blocks = Layout.blocks(c);
        workers.run(n * blocks, plane -> {
            int first = plane % blocks * Layout.BLOCK;
            int lanes = Math.min(Layout.BLOCK, c - first);
            int from = dy.offset() + (plane / blocks * c + first) * hw;
            int to = dx.offset() + plane * hw * Layout.BLOCK;
            // pixel by pixel: a pixel of dx is one line of the cache, and is written once
            for (int pixel = 0; pixel < hw; pixel++, to += Layout.BLOCK) {
                copy(lanes, dy.array(), from + pixel, hw, dx.array(), to, 1);
                Arrays.fill(dx.array(), to + lanes, to + Layout.BLOCK, 0f);
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
}
