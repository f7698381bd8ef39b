package janus.kernels.cpu;

import janus.kernels.PoolingSize;

/**
 * Normalization, ReLU and max pooling in one pass over x, whose rows are normalized and the gradients of such rows are
 * gathered in the first cache: neither map is ever in memory.
 */
final class NormalizedMaxPool {
    private static final int B = Layout.BLOCK;
    private static final int SUMS = Coefficients.SUMS;
    private static final double MOST_ROUNDINGS = 64;
    private static final double LEAST_GAMMA = 1e-20;

    private final Workers workers;
    private final CpuPooling pooling;
    private final Coefficients coefficients = new Coefficients();
    private final Coefficients outputs = new Coefficients();
    private final Kept kept = new Kept();

    NormalizedMaxPool(Workers workers, CpuPooling pooling) {
        this.workers = workers;
        this.pooling = pooling;
    }

    void forward(PoolingSize z, double eps, CpuBuffer x, Coefficients.Channels channels, CpuBuffer y, CpuBuffer index) {
        coefficients.set(z.c(), eps, channels);
        pooling.max3(z, new Normalize(Normalize.floor(true), coefficients.rows), x, y, index);
    }

    void backward(
            PoolingSize z,
            double eps,
            CpuBuffer dy,
            CpuBuffer y,
            CpuBuffer index,
            CpuBuffer x,
            Coefficients.Channels channels,
            View dgamma,
            View dbeta,
            CpuBuffer dx) {
        coefficients.set(z.c(), eps, channels);
        int blocks = Layout.blocks(z.c());
        int planes = z.n() * blocks;
        float[] sums = kept.zeros(planes * SUMS);
        if (tellable(z.c(), channels)) {
            sumOutputs(z, dy, y, channels.beta(), sums);
        } else {
            workers.run(pooling.rooms(), planes, (room, plane) -> {
                rows(z, room, plane, dy, index, x, (kernel, block, from) -> {
                    kernel.sums(block, Layout.FIRST, from, z.w(), sums, unit(z, plane) * SUMS);
                });
            });
        }
        double m = (double) z.n() * z.h() * z.w();
        coefficients.differentiate(0, blocks, z.c(), m, eps, sums, z.n(), channels, dgamma, dbeta);
        workers.run(pooling.rooms(), planes, (room, plane) -> {
            rows(
                    z,
                    room,
                    plane,
                    dy,
                    index,
                    x,
                    (kernel, block, from) -> kernel.gradient(block, Layout.FIRST, from, z.w(), dx));
        });
    }

    /** Whether y tells x where it is positive: then no rounding of y is more than so many of x's deviation. */
    private boolean tellable(int c, Coefficients.Channels channels) {
        for (int i = 0; i < c; i++) {
            double gamma = Math.abs(channels.gamma().get(i));
            if (!(Math.abs(channels.beta().get(i)) < MOST_ROUNDINGS * gamma && gamma > LEAST_GAMMA)) {
                return false;
            }
        }
        return true;
    }

    /** Only maxima have a gradient, and there scale·(x − mean) = y − β: a map of a quarter of the size is read. */
    private void sumOutputs(PoolingSize z, CpuBuffer dy, CpuBuffer y, View beta, float[] sums) {
        int blocks = Layout.blocks(z.c());
        int pixels = z.p() * z.q();
        outputs.centre(z.c(), beta);
        NormalizeBackward kernel =
                new NormalizeBackward(outputs.rows, Coefficients.IDENTITY, Normalize.floor(true), dy.array(), y, y);
        workers.run(z.n() * blocks, plane -> {
            int block = plane % blocks;
            int to = unit(z, plane) * SUMS;
            int from = plane * pixels * B;
            kernel.sums(block, dy.offset() + from, from, pixels, sums, to);
            int scales = Coefficients.at(block) + Coefficients.SCALE;
            for (int lane = 0; lane < Math.min(B, z.c() - block * B); lane++) {
                sums[to + B + lane] /= coefficients.rows[scales + lane];
            }
        });
    }

    /** The units of a block follow one another. */
    private static int unit(PoolingSize z, int plane) {
        int blocks = Layout.blocks(z.c());
        return plane % blocks * z.n() + plane / blocks;
    }

    /** Hands on each row of a plane whose gradient, before ReLU's gate, is in the kernel's dy. */
    private void rows(PoolingSize z, MaxPool3 room, int plane, CpuBuffer dy, CpuBuffer index, CpuBuffer x, Row body) {
        float[] row = room.row(z);
        NormalizeBackward kernel = NormalizeBackward.of(coefficients.rows, true, row, null, x);
        int output = plane * z.p() * z.q() * B;
        int yi = dy.offset() + output;
        int ii = index.offset() + output;
        for (int h = 0; h < z.h(); h++) {
            MaxPool3.back(z, h, dy.array(), yi, index.array(), ii, row, Layout.FIRST);
            body.run(kernel, plane % Layout.blocks(z.c()), (plane * z.h() + h) * z.w() * B);
        }
    }

    private interface Row {
        void run(NormalizeBackward kernel, int block, int from);
    }
}
