package janus.kernels.reference;

import static janus.kernels.reference.ReferenceBuffer.get;
import static janus.kernels.reference.ReferenceBuffer.set;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Losses;
import org.jspecify.annotations.Nullable;

interface ReferenceLosses extends Kernels {
    @Override
    default void binaryCrossEntropy(int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer y) {
        for (int i = 0; i < n * c; i++) {
            double w = positiveWeight == null ? 1 : get(positiveWeight, i % c);
            set(y, i, w * get(t, i) * softplus(-get(x, i)) + (1 - get(t, i)) * softplus(get(x, i)));
        }
    }

    @Override
    default void binaryCrossEntropyBackward(
            int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer dy, Buffer dx) {
        for (int i = 0; i < n * c; i++) {
            double w = positiveWeight == null ? 1 : get(positiveWeight, i % c);
            double slope = (1 - get(t, i)) * logistic(get(x, i)) - w * get(t, i) * logistic(-get(x, i));
            set(dx, i, get(dy, i) * slope);
        }
    }

    @Override
    default void squaredError(int n, int c, Buffer x, Buffer t, Buffer y) {
        for (int i = 0; i < n * c; i++) {
            double d = get(x, i) - get(t, i);
            set(y, i, d * d);
        }
    }

    @Override
    default void squaredErrorBackward(int n, int c, Buffer x, Buffer t, Buffer dy, Buffer dx) {
        for (int i = 0; i < n * c; i++) {
            set(dx, i, 2 * get(dy, i) * (get(x, i) - get(t, i)));
        }
    }

    @Override
    default void smoothL1(int n, int c, double beta, Buffer x, Buffer t, Buffer y) {
        for (int i = 0; i < n * c; i++) {
            double d = Math.abs(get(x, i) - get(t, i));
            set(y, i, d < beta ? d * d / (2 * beta) : d - beta / 2);
        }
    }

    @Override
    default void smoothL1Backward(int n, int c, double beta, Buffer x, Buffer t, Buffer dy, Buffer dx) {
        for (int i = 0; i < n * c; i++) {
            set(dx, i, get(dy, i) * Math.clamp((get(x, i) - get(t, i)) / beta, -1, 1));
        }
    }

    @Override
    default void softmaxCrossEntropy(int n, int c, Buffer x, Buffer label, Buffer p, Buffer y) {
        for (int i = 0; i < n; i++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < c; j++) {
                max = Math.max(max, get(x, i * c + j));
            }
            double sum = 0;
            for (int j = 0; j < c; j++) {
                sum += Math.exp(get(x, i * c + j) - max);
            }
            for (int j = 0; j < c; j++) {
                set(p, i * c + j, Math.exp(get(x, i * c + j) - max) / sum);
            }
            double hit = Losses.isLabel(get(label, i), c) ? get(x, i * c + (int) get(label, i)) : Double.NaN;
            set(y, i, Math.log(sum) + max - hit);
        }
    }

    @Override
    default void softmaxCrossEntropyBackward(int n, int c, Buffer p, Buffer label, Buffer dy, Buffer dx) {
        for (int i = 0; i < n * c; i++) {
            int one = i % c == (int) get(label, i / c) ? 1 : 0;
            set(dx, i, get(dy, i / c) * (get(p, i) - one));
        }
    }

    /** log(1 + e^x). */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
