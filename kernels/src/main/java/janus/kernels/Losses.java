package janus.kernels;

import org.jspecify.annotations.Nullable;

/** Losses per element or row, unreduced; all buffers PLAIN. {@link Reductions#maskedMean} reduces them. */
public interface Losses {
    /** y = w·t·softplus(−x) + (1 − t)·softplus(x), w = positiveWeight[c] or 1; without overflow. x,t,y [n,c]. */
    void binaryCrossEntropy(int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer y);

    /** dx = dy·((1 − t)·σ(x) − w·t·σ(−x)). */
    void binaryCrossEntropyBackward(
            int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer dy, Buffer dx);

    /** y = (x − t)². */
    void squaredError(int n, int c, Buffer x, Buffer t, Buffer y);

    /** dx = 2·dy·(x − t). */
    void squaredErrorBackward(int n, int c, Buffer x, Buffer t, Buffer dy, Buffer dx);

    /** With d = x − t: y = d²/(2·beta) where |d| &lt; beta, else |d| − beta/2 (Girshick, 2015); beta &gt; 0. */
    void smoothL1(int n, int c, double beta, Buffer x, Buffer t, Buffer y);

    /** dx = dy·clamp(d/beta, −1, 1). */
    void smoothL1Backward(int n, int c, double beta, Buffer x, Buffer t, Buffer dy, Buffer dx);

    /** p[n,c] = softmax(x) by row, y[n] = −log p[n, label[n]]; y is NaN where the label is no whole number in 0…c−1. */
    void softmaxCrossEntropy(int n, int c, Buffer x, Buffer label, Buffer p, Buffer y);

    /** Whether {@code label} is one of c. */
    static boolean isLabel(double label, int c) {
        return label >= 0 && label < c && label == Math.rint(label);
    }

    /** dx[n,c] = dy[n]·(p[n,c] − [c = label[n]]). */
    void softmaxCrossEntropyBackward(int n, int c, Buffer p, Buffer label, Buffer dy, Buffer dx);
}
