package janus.kernels.reference;

import static janus.kernels.reference.ReferenceBuffer.accumulate;
import static janus.kernels.reference.ReferenceBuffer.get;
import static janus.kernels.reference.ReferenceBuffer.set;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Shape;
import org.jspecify.annotations.Nullable;

interface ReferenceNormalization extends Kernels {
    @Override
    default void batchStatistics(int n, int c, int hw, Buffer x, Buffer mean, Buffer variance) {
        double m = (double) n * hw;
        fill(Shape.of(c), 0, mean);
        fill(Shape.of(c), 0, variance);
        elements(n, c, hw, (i, ic) -> accumulate(mean, ic, get(x, i) / m));
        elements(n, c, hw, (i, ic) -> {
            double d = get(x, i) - get(mean, ic);
            accumulate(variance, ic, d * d / m);
        });
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
        if (get(apply, 0) == 0) {
            return;
        }
        double unbiased = count == 1 ? 1 : count / (count - 1.0);
        for (int i = 0; i < c; i++) {
            set(runningMean, i, (1 - momentum) * get(runningMean, i) + momentum * get(mean, i));
            set(runningVariance, i, (1 - momentum) * get(runningVariance, i) + momentum * unbiased * get(variance, i));
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
        elements(n, c, hw, (i, ic) -> {
            double normalized = (get(x, i) - get(mean, ic)) / Math.sqrt(get(variance, ic) + eps);
            double v = get(gamma, ic) * normalized + get(beta, ic) + (residual == null ? 0 : get(residual, i));
            set(y, i, relu ? Math.max(v, 0) : v);
        });
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
        double m = (double) n * hw;
        fill(Shape.of(c), 0, dgamma);
        fill(Shape.of(c), 0, dbeta);
        elements(n, c, hw, (i, ic) -> {
            double normalized = (get(x, i) - get(mean, ic)) / Math.sqrt(get(variance, ic) + eps);
            double output = y == null ? get(gamma, ic) * normalized + get(beta, ic) : get(y, i);
            double g = relu && output <= 0 ? 0 : get(dy, i);
            accumulate(dgamma, ic, g * normalized);
            accumulate(dbeta, ic, g);
        });
        elements(n, c, hw, (i, ic) -> {
            double deviation = Math.sqrt(get(variance, ic) + eps);
            double normalized = (get(x, i) - get(mean, ic)) / deviation;
            double output = y == null ? get(gamma, ic) * normalized + get(beta, ic) : get(y, i);
            double g = relu && output <= 0 ? 0 : get(dy, i);
            double centred = g - get(dbeta, ic) / m - normalized * get(dgamma, ic) / m;
            set(dx, i, get(gamma, ic) / deviation * centred);
            if (dresidual != null) {
                set(dresidual, i, g);
            }
        });
    }

    @Override
    default void addBias(int n, int c, int hw, Buffer x, Buffer b, Buffer y) {
        elements(n, c, hw, (i, ic) -> set(y, i, get(x, i) + get(b, ic)));
    }

    @Override
    default void sumChannels(int n, int c, int hw, Buffer x, Buffer y) {
        fill(Shape.of(c), 0, y);
        elements(n, c, hw, (i, ic) -> accumulate(y, ic, get(x, i)));
    }

    @Override
    default void globalAveragePool(int n, int c, int hw, Buffer x, Buffer y) {
        fill(Shape.of(n, c), 0, y);
        elements(n, c, hw, (i, ic) -> accumulate(y, i / hw, get(x, i) / hw));
    }

    @Override
    default void globalAveragePoolBackward(int n, int c, int hw, Buffer dy, Buffer dx) {
        elements(n, c, hw, (i, ic) -> set(dx, i, get(dy, i / hw) / hw));
    }

    /** An element's place and its channel. */
    @FunctionalInterface
    interface Element {
        void at(int i, int ic);
    }

    /** Visits all elements of [n,c,hw] in order. */
    private static void elements(int n, int c, int hw, Element element) {
        for (int i = 0; i < n * c * hw; i++) {
            element.at(i, i / hw % c);
        }
    }
}
