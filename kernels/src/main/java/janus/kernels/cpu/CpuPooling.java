package janus.kernels.cpu;

import janus.kernels.PoolingSize;
import janus.kernels.Shape;
import org.jspecify.annotations.Nullable;

/** Pooling over planes of one channel block. One thread has a plane, so sums have one order. */
final class CpuPooling {
    private static final int B = Layout.BLOCK;

    private final Workers workers;
    private final MaxPool3[] rooms;
    private final Kept kept = new Kept();

    CpuPooling(Workers workers) {
        this.workers = workers;
        rooms = workers.rooms(MaxPool3[]::new, MaxPool3::new);
    }

    MaxPool3[] rooms() {
        return rooms;
    }

    void max(PoolingSize z, CpuBuffer x, CpuBuffer y, CpuBuffer index) {
        if (MaxPool3.fits(z)) {
            max3(z, null, x, y, index);
            return;
        }
        MaxPool kernel = new MaxPool(z, x.array(), y.array(), index.array());
        planes(z, (input, output) -> kernel.plane(x.offset() + input, y.offset() + output, index.offset() + output));
        clearPadding(z, index);
    }

    /** Of x, or of what {@code map} makes of it; for windows that {@link MaxPool3} fits. */
    void max3(PoolingSize z, @Nullable Normalize map, CpuBuffer x, CpuBuffer y, CpuBuffer index) {
        int blocks = Layout.blocks(z.c());
        workers.run(rooms, z.n() * blocks, (room, plane) -> {
            int xi = x.offset() + plane * z.h() * z.w() * B;
            int output = plane * z.p() * z.q() * B;
            int at = Coefficients.at(plane % blocks);
            room.plane(
                    z, map, at, x.array(), xi, y.array(), y.offset() + output, index.array(), index.offset() + output);
        });
        clearPadding(z, index);
    }

    /** Padding lanes tie, and the first place inside x need not be 0. */
    private static void clearPadding(PoolingSize z, CpuBuffer index) {
        Lanes.zeroPadding(Shape.of(z.n(), z.c(), z.p(), z.q()), index);
    }

    void maxBackward(PoolingSize z, CpuBuffer dy, CpuBuffer index, CpuBuffer dx) {
        MaxPool kernel = new MaxPool(z, dx.array(), dy.array(), index.array());
        planes(z, (input, output) -> {
            int xi = dx.offset() + input;
            int yi = dy.offset() + output;
            int ii = index.offset() + output;
            if (MaxPool3.fits(z)) {
                MaxPool3.planeBackward(z, dy.array(), yi, index.array(), ii, dx.array(), xi);
            } else {
                kernel.planeBackward(xi, yi, ii);
            }
        });
    }

    void average(PoolingSize z, CpuBuffer x, CpuBuffer y) {
        AveragePool kernel = new AveragePool(z);
        planes(z, (input, output) -> kernel.plane(x.array(), x.offset() + input, y.array(), y.offset() + output));
    }

    void averageBackward(PoolingSize z, CpuBuffer dy, CpuBuffer dx) {
        AveragePool kernel = new AveragePool(z);
        planes(
                z,
                (input, output) ->
                        kernel.planeBackward(dy.array(), dy.offset() + output, dx.array(), dx.offset() + input));
    }

    void global(int n, int c, int hw, CpuBuffer x, View y) {
        int blocks = Layout.blocks(c);
        float[] sums = kept.zeros(n * blocks * B);
        workers.run(n * blocks, plane -> {
            ChannelSums.plain(x.array(), x.offset() + plane * hw * B, hw, sums, plane * B);
            int first = plane % blocks * B;
            for (int i = first; i < Math.min(c, first + B); i++) {
                y.set(plane / blocks * c + i, (double) sums[plane * B + i - first] / hw);
            }
        });
    }

    void globalBackward(int n, int c, int hw, View dy, CpuBuffer dx) {
        int blocks = Layout.blocks(c);
        float[] target = dx.array();
        float[] shares = kept.zeros(n * blocks * B);
        workers.run(n * blocks, plane -> {
            int first = plane % blocks * B;
            for (int i = first; i < Math.min(c, first + B); i++) {
                shares[plane * B + i - first] = (float) (dy.get(plane / blocks * c + i) / hw);
            }
            AveragePool.spread(shares, plane * B, hw, target, dx.offset() + plane * hw * B);
        });
    }

    private void planes(PoolingSize z, Plane body) {
        workers.run(
                z.n() * Layout.blocks(z.c()), plane -> body.run(plane * z.h() * z.w() * B, plane * z.p() * z.q() * B));
    }

    /** Works on the plane whose first float is {@code input} in x and {@code output} in y. */
    private interface Plane {
        void run(int input, int output);
    }
}
