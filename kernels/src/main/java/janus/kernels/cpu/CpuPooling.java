package janus.kernels.cpu;

import janus.kernels.PoolingSize;
import janus.kernels.Shape;

/** Pooling over planes of one channel block. One thread has a plane, so sums have one order. */
final class CpuPooling {
    private static final int B = Layout.BLOCK;

    private final Workers workers;

    CpuPooling(Workers workers) {
        this.workers = workers;
    }

    void max(PoolingSize z, CpuBuffer x, CpuBuffer y, CpuBuffer index) {
        MaxPool kernel = new MaxPool(z, x.array(), y.array(), index.array());
        planes(z, (input, output) -> kernel.plane(x.offset() + input, y.offset() + output, index.offset() + output));
        // padding lanes tie, and the first place inside x need not be 0
        Lanes.zeroPadding(Shape.of(z.n(), z.c(), z.p(), z.q()), index);
    }

    void maxBackward(PoolingSize z, CpuBuffer dy, CpuBuffer index, CpuBuffer dx) {
        MaxPool kernel = new MaxPool(z, dx.array(), dy.array(), index.array());
        planes(
                z,
                (input, output) ->
                        kernel.planeBackward(dx.offset() + input, dy.offset() + output, index.offset() + output));
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
        float[] sums = new float[n * blocks * B];
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
        workers.run(n * blocks, plane -> {
            float[] shares = new float[B];
            int first = plane % blocks * B;
            for (int i = first; i < Math.min(c, first + B); i++) {
                shares[i - first] = (float) (dy.get(plane / blocks * c + i) / hw);
            }
            AveragePool.spread(shares, hw, target, dx.offset() + plane * hw * B);
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
