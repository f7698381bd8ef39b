package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Elementwise;
import janus.kernels.Losses;
import janus.kernels.Normalization;
import janus.kernels.PoolingSize;
import janus.kernels.Reductions;
import janus.kernels.Shape;
import janus.kernels.Updates;
import org.jspecify.annotations.Nullable;

/** Kernels not yet written for this device. */
interface CpuPending extends Normalization, Elementwise, Losses, Reductions, Updates {
    @Override
    default void batchStatistics(int n, int c, int hw, Buffer x, Buffer mean, Buffer variance) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateRunningStatistics(int c, int count, double momentum, Buffer apply, Buffer mean, Buffer variance, Buffer runningMean, Buffer runningVariance) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void normalize(int n, int c, int hw, double eps, boolean relu, Buffer x, Buffer mean, Buffer variance, Buffer gamma, Buffer beta, @Nullable Buffer residual, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void normalizeBackward(int n, int c, int hw, double eps, boolean relu, Buffer dy, Buffer y, Buffer x, Buffer mean, Buffer variance, Buffer gamma, Buffer dgamma, Buffer dbeta, Buffer dx, @Nullable Buffer dresidual) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void relu(Shape z, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void reluBackward(Shape z, Buffer y, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void sigmoid(Shape z, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void sigmoidBackward(Shape z, Buffer y, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void add(Shape z, Buffer a, Buffer b, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void subtract(Shape z, Buffer a, Buffer b, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void multiply(Shape z, Buffer a, Buffer b, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void scale(Shape z, double factor, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void scaleBy(Shape z, Buffer factor, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void fill(Shape z, double value, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void copy(Shape z, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void dropout(Shape z, double rate, int stream, Buffer key, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void addBias(int n, int c, int hw, Buffer x, Buffer b, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void flatten(int n, int c, int h, int w, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void unflatten(int n, int c, int h, int w, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void copyChannels(int n, int hw, int cx, int ix, int cy, int iy, int count, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void binaryCrossEntropy(int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void binaryCrossEntropyBackward(int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void squaredError(int n, int c, Buffer x, Buffer t, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void squaredErrorBackward(int n, int c, Buffer x, Buffer t, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void smoothL1(int n, int c, double beta, Buffer x, Buffer t, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void smoothL1Backward(int n, int c, double beta, Buffer x, Buffer t, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void softmaxCrossEntropy(int n, int c, Buffer x, Buffer label, Buffer p, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void softmaxCrossEntropyBackward(int n, int c, Buffer p, Buffer label, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void matmul(int m, int n, int k, boolean transposeA, boolean transposeB, Buffer a, Buffer b, boolean adds, Buffer c) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void sum(Shape z, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void spread(Shape z, double factor, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void sumChannels(int n, int c, int hw, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void dot(int n, Buffer a, Buffer b, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void maskedMean(int n, int c, boolean byColumn, Buffer x, @Nullable Buffer mask, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void maskedMeanBackward(int n, int c, boolean byColumn, @Nullable Buffer mask, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void maxPool(PoolingSize z, Buffer x, Buffer y, Buffer index) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void maxPoolBackward(PoolingSize z, Buffer dy, Buffer index, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void averagePool(PoolingSize z, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void averagePoolBackward(PoolingSize z, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void globalAveragePool(int n, int c, int hw, Buffer x, Buffer y) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void globalAveragePoolBackward(int n, int c, int hw, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void gate(double maxNorm, Buffer squares, Buffer loss, Buffer step) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void sgd(int n, double momentum, boolean nesterov, double decay, Buffer step, Buffer g, Buffer m, Buffer w) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void adam(int n, double beta1, double beta2, double eps, double decay, boolean decoupled, Buffer step, Buffer g, Buffer m, Buffer v, Buffer w) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void average(int n, Buffer step, Buffer x, Buffer average) {
        throw new UnsupportedOperationException();
    }

}
