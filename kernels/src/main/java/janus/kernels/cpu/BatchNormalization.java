package janus.kernels.cpu;

import org.jspecify.annotations.Nullable;

/** Batch normalization of blocked maps, strip by strip. Keeps the room its sums need from call to call. */
final class BatchNormalization {
    private static final int SUMS = Coefficients.SUMS;
    /** Floats of a map whose gradient is taken at a time: it and what flows in stay in the cache between two passes. */
    private static final int CACHED = 1 << 20;

    private final Workers workers;
    private final Moments moments = new Moments();
    private final Coefficients coefficients = new Coefficients();
    private final Kept kept = new Kept();

    BatchNormalization(Workers workers) {
        this.workers = workers;
    }

    void statistics(Strips strips, CpuBuffer x, View mean, View variance) {
        moments.begin(Layout.blocks(strips.c), strips.perBlock);
        float[] source = x.array();
        workers.run(strips.count(), part -> {
            int strip = strips.byImage(0, Layout.blocks(strips.c), part);
            int unit = strip % strips.perBlock;
            strips.each(strip, (s, block, from, run) -> moments.first(block, unit, source, x.offset() + from, run));
            moments.shift(strips.block(strip), unit);
            strips.each(strip, (s, block, from, run) -> moments.second(block, unit, source, x.offset() + from, run));
        });
        moments.combine(workers, strips.c, mean, variance);
    }

    void forward(
            Strips strips,
            double eps,
            boolean relu,
            CpuBuffer x,
            Coefficients.Channels channels,
            @Nullable CpuBuffer residual,
            CpuBuffer y) {
        coefficients.set(strips.c, eps, channels);
        Normalize kernel = new Normalize(Normalize.floor(relu), coefficients.rows);
        float[] source = x.array();
        float[] target = y.array();
        int xi = x.offset();
        int yi = y.offset();
        if (residual == null) {
            strips.run(workers, (strip, block, from, pixels) -> {
                kernel.plain(Coefficients.at(block), source, xi + from, target, yi + from, pixels);
            });
            return;
        }
        float[] added = residual.array();
        int ri = residual.offset();
        strips.run(workers, (strip, block, from, pixels) -> {
            int at = Coefficients.at(block);
            kernel.adding(at, source, xi + from, added, ri + from, target, yi + from, pixels);
        });
    }

    /** Block by block, because a block's second pass waits for the first of that block alone. */
    void backward(
            Strips strips,
            double eps,
            boolean relu,
            CpuBuffer dy,
            @Nullable CpuBuffer y,
            CpuBuffer x,
            Coefficients.Channels channels,
            View dgamma,
            View dbeta,
            CpuBuffer dx,
            @Nullable CpuBuffer dresidual) {
        coefficients.set(strips.c, eps, channels);
        float[] sums = kept.zeros(strips.count() * SUMS);
        float[] rows = coefficients.rows;
        NormalizeBackward given = NormalizeBackward.of(rows, relu, dy.array(), y, x);
        // a gradient passed on is gated once
        NormalizeBackward kernel =
                dresidual == null ? given : NormalizeBackward.of(rows, false, dresidual.array(), null, x);
        int gi = dresidual == null ? dy.offset() : dresidual.offset();
        double m = (double) strips.n * strips.hw;
        int blocks = Layout.blocks(strips.c);
        int together = Math.max(1, CACHED / (strips.n * strips.hw * Layout.BLOCK));
        for (int first = 0; first < blocks; first += together) {
            int end = Math.min(blocks, first + together);
            strips.run(workers, first, end, (strip, block, from, pixels) -> {
                if (dresidual != null) {
                    given.pass(block, dy.offset() + from, from, pixels, dresidual);
                }
                kernel.sums(block, gi + from, from, pixels, sums, strip * SUMS);
            });
            coefficients.differentiate(first, end, strips.c, m, eps, sums, strips.perBlock, channels, dgamma, dbeta);
            strips.run(workers, first, end, (strip, block, from, pixels) -> {
                kernel.gradient(block, gi + from, from, pixels, dx);
            });
        }
    }
}
