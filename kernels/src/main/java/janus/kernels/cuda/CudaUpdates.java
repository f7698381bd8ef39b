package janus.kernels.cuda;

import janus.kernels.Buffer;

interface CudaUpdates extends CudaFamily {
    @Override
    default void gate(double maxNorm, Buffer squares, Buffer loss, Buffer step) {
        launch().of("updates", "gate_f32")
                .wide(maxNorm)
                .in(squares, loss)
                .out(step)
                .over(1);
    }

    @Override
    default void sgd(
            int n, double momentum, boolean nesterov, double decay, Buffer step, Buffer g, Buffer m, Buffer w) {
        launch().of("updates", "sgd_f32")
                .sizes(n)
                .scalar(momentum)
                .flag(nesterov)
                .scalar(decay)
                .in(step, g)
                .out(m, w)
                .over(n);
    }

    @Override
    default void adam(
            int n,
            double beta1,
            double beta2,
            double eps,
            double decay,
            boolean decoupled,
            Buffer step,
            Buffer g,
            Buffer m,
            Buffer v,
            Buffer w) {
        launch().of("updates", "adam_f32")
                .sizes(n)
                .scalar(beta1)
                .scalar(1 - beta1)
                .scalar(beta2)
                .scalar(1 - beta2)
                .scalar(eps)
                .scalar(decay)
                .flag(decoupled)
                .in(step, g)
                .out(m, v, w)
                .over(n);
    }

    @Override
    default void average(int n, Buffer step, Buffer x, Buffer average) {
        launch().of("updates", "average_f32").sizes(n).in(step, x).out(average).over(n);
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
        launch().of("statistics", "updateRunningStatistics_f32")
                .sizes(c)
                .scalar(1 - momentum)
                .scalar(momentum)
                .scalar(count == 1 ? 1 : count / (count - 1.0))
                .in(apply, mean, variance)
                .out(runningMean, runningVariance)
                .over(c);
    }
}
