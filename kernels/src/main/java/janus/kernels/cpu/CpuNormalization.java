package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Normalization;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization. Sums run over strips in float and over a channel's strips in double. A PLAIN [n,c] is small: it
 * is copied to blocks and takes the same road.
 */
interface CpuNormalization extends Normalization {
    int B = Layout.BLOCK;
    int SUMS = ChannelMoments.SUMS;

    Workers workers();

    @Override
    default void batchStatistics(int n, int c, int hw, Buffer x, Buffer mean, Buffer variance) {
        Strips strips = new Strips(n, c, hw);
        ChannelMoments moments = new ChannelMoments(Blocked.of(n, c, x));
        float[] means = new float[strips.count() * B];
        float[] sums = new float[strips.count() * SUMS];
        float[] zeros = new float[B];
        workers().run(strips.count(), part -> {
            int strip = strips.byImage(part);
            int at = strip * SUMS;
            float pixels = strips.pixels(strip);
            strips.each(strip, (i, block, from, run) -> moments.run(zeros, 0, from, run, sums, at));
            for (int lane = 0; lane < B; lane++) {
                means[strip * B + lane] = sums[at + lane] / pixels;
            }
            // a strip is still in the cache: its second pass, about its own mean, is what avoids cancellation
            Arrays.fill(sums, at, at + SUMS, 0f);
            strips.each(strip, (i, block, from, run) -> moments.run(means, strip * B, from, run, sums, at));
        });
        View toMean = View.of(mean);
        View toVariance = View.of(variance);
        workers().run(Layout.blocks(c), block -> combine(strips, block, c, n * hw, means, sums, toMean, toVariance));
    }

    /** Means and variances of a block's channels from the sums of its strips about their own means. */
    private static void combine(
            Strips strips, int block, int c, double count, float[] shifts, float[] sums, View mean, View variance) {
        double[] means = new double[B];
        double[] squares = new double[B];
        for (int strip = block * strips.perBlock; strip < (block + 1) * strips.perBlock; strip++) {
            double share = strips.pixels(strip) / count;
            for (int lane = 0; lane < B; lane++) {
                means[lane] += share * shifts[strip * B + lane] + sums[strip * SUMS + lane] / count;
            }
        }
        for (int strip = block * strips.perBlock; strip < (block + 1) * strips.perBlock; strip++) {
            double pixels = strips.pixels(strip);
            for (int lane = 0; lane < B; lane++) {
                // Σ(x − mean)² = Σ(x − s)² + 2·(s − mean)·Σ(x − s) + pixels·(s − mean)², s the strip's shift
                double d = shifts[strip * B + lane] - means[lane];
                double sum = sums[strip * SUMS + lane];
                squares[lane] += sums[strip * SUMS + B + lane] + d * (2 * sum + d * pixels);
            }
        }
        for (int lane = 0; lane < Math.min(B, c - block * B); lane++) {
            mean.set(block * B + lane, means[lane]);
            variance.set(block * B + lane, Math.max(squares[lane], 0) / count);
        }
    }

    @Override
    default void updateRunningStatistics(
            int c,
            int count,
            double momentum,
            Buffer apply,
            Buffer mean,
            Buffer variance,
            Buffer runningMean,
            Buffer runningVariance) {
        CpuBuffer gate = (CpuBuffer) apply;
        if (gate.array()[gate.offset()] != 0) {
            decay(c, momentum, 1, (CpuBuffer) mean, (CpuBuffer) runningMean);
            double unbiased = count > 1 ? count / (count - 1.0) : 1;
            decay(c, momentum, unbiased, (CpuBuffer) variance, (CpuBuffer) runningVariance);
        }
    }

    private static void decay(int c, double momentum, double factor, CpuBuffer batch, CpuBuffer running) {
        float[] from = batch.array();
        float[] to = running.array();
        for (int i = 0; i < c; i++) {
            double old = to[running.offset() + i];
            to[running.offset() + i] = (float) ((1 - momentum) * old + momentum * factor * from[batch.offset() + i]);
        }
    }

    @Override
    default void normalize(
            int n,
            int c,
            int hw,
            double eps,
            boolean relu,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            @Nullable Buffer residual,
            Buffer y) {
        float[] means = Lanes.padded(mean, c);
        float[] a = Lanes.padded(variance, c);
        float[] gammas = Lanes.padded(gamma, c);
        for (int i = 0; i < c; i++) {
            a[i] = (float) (gammas[i] / Math.sqrt(a[i] + eps));
        }
        float floor = relu ? 0 : Float.NEGATIVE_INFINITY;
        CpuBuffer blocked = Blocked.of(n, c, x);
        CpuBuffer addend = residual == null ? null : Blocked.of(n, c, residual);
        CpuBuffer target = Blocked.like(n, c, y);
        Normalize kernel = new Normalize(floor, means, a, Lanes.padded(beta, c), blocked, addend, target);
        new Strips(n, c, hw).run(workers(), (strip, block, from, pixels) -> kernel.run(block, from, pixels));
        Blocked.back(n, c, target, y);
    }

    @Override
    default void normalizeBackward(
            int n,
            int c,
            int hw,
            double eps,
            boolean relu,
            Buffer dy,
            Buffer y,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer dgamma,
            Buffer dbeta,
            Buffer dx,
            @Nullable Buffer dresidual) {
        Strips strips = new Strips(n, c, hw);
        CpuBuffer source = Blocked.of(n, c, x);
        CpuBuffer gate = relu ? Blocked.of(n, c, y) : source;
        float floor = relu ? 0 : Float.NEGATIVE_INFINITY;
        NormalizeBackward kernel =
                new NormalizeBackward(floor, Lanes.padded(mean, c), Blocked.of(n, c, dy), gate, source);
        float[] sums = new float[strips.count() * SUMS];
        strips.run(workers(), (strip, block, from, pixels) -> kernel.sums(block, from, pixels, sums, strip * SUMS));
        float[] a = Lanes.padded(gamma, c);
        float[] g0 = new float[a.length];
        float[] g1 = new float[a.length];
        double[] totals = strips.totals(sums, SUMS);
        coefficients(c, n * hw, eps, totals, View.of(variance), View.of(dgamma), View.of(dbeta), a, g0, g1);
        CpuBuffer target = Blocked.like(n, c, dx);
        CpuBuffer passed = dresidual == null ? null : Blocked.like(n, c, dresidual);
        strips.run(workers(), (strip, block, from, pixels) -> {
            if (passed != null) { // first, because dx may lie where dy is
                kernel.pass(relu, from, pixels, passed);
            }
            kernel.gradient(a, g0, g1, block, from, pixels, target);
        });
        Blocked.back(n, c, target, dx);
        if (passed != null && dresidual != null) {
            Blocked.back(n, c, passed, dresidual);
        }
    }

    /** Writes dγ and dβ; turns γ in {@code a} into a, and g0, g1 into what {@link NormalizeBackward#gradient} takes. */
    private static void coefficients(
            int c,
            double count,
            double eps,
            double[] totals,
            View variance,
            View dgamma,
            View dbeta,
            float[] a,
            float[] g0,
            float[] g1) {
        for (int i = 0; i < c; i++) {
            double sum = totals[i / B * SUMS + i % B];
            double product = totals[i / B * SUMS + B + i % B];
            double inverse = 1 / Math.sqrt(variance.get(i) + eps);
            dbeta.set(i, sum);
            dgamma.set(i, product * inverse);
            a[i] = (float) (a[i] * inverse);
            g0[i] = (float) (sum / count);
            g1[i] = (float) (product * inverse * inverse / count);
        }
    }
}
