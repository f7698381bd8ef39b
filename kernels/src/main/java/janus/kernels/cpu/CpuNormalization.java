package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Normalization;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization. Sums run over strips in float and over a channel's strips in double. A PLAIN [n,c] is small: it
 * is copied to blocks and takes the same road.
 */
interface CpuNormalization extends Normalization {
    BatchNormalization normalization();

    @Override
    default void batchStatistics(int n, int c, int hw, Buffer x, Buffer mean, Buffer variance) {
        Strips strips = new Strips(n, c, hw);
        normalization().statistics(strips, Blocked.of(n, c, x), View.of(mean), View.of(variance));
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
        CpuBuffer target = Blocked.like(n, c, y);
        normalization()
                .forward(
                        new Strips(n, c, hw),
                        eps,
                        relu,
                        Blocked.of(n, c, x),
                        Coefficients.Channels.of(mean, variance, gamma, beta),
                        residual == null ? null : Blocked.of(n, c, residual),
                        target);
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
            @Nullable Buffer y,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            Buffer dgamma,
            Buffer dbeta,
            Buffer dx,
            @Nullable Buffer dresidual) {
        CpuBuffer target = Blocked.like(n, c, dx);
        CpuBuffer passed = dresidual == null ? null : Blocked.like(n, c, dresidual);
        normalization()
                .backward(
                        new Strips(n, c, hw),
                        eps,
                        relu,
                        Blocked.of(n, c, dy),
                        y == null ? null : Blocked.of(n, c, y),
                        Blocked.of(n, c, x),
                        Coefficients.Channels.of(mean, variance, gamma, beta),
                        View.of(dgamma),
                        View.of(dbeta),
                        target,
                        passed);
        Blocked.back(n, c, target, dx);
        if (passed != null && dresidual != null) {
            Blocked.back(n, c, passed, dresidual);
        }
    }
}
