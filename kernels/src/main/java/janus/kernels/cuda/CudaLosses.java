package janus.kernels.cuda;

import janus.kernels.Buffer;
import org.jspecify.annotations.Nullable;

interface CudaLosses extends CudaFamily {
    @Override
    default void binaryCrossEntropy(int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer y) {
        loss("binaryCrossEntropy", n, c).in(x, t, positiveWeight).out(y).over(n * c);
    }

    @Override
    default void binaryCrossEntropyBackward(
            int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer dy, Buffer dx) {
        loss("binaryCrossEntropyBackward", n, c)
                .in(x, t, positiveWeight, dy)
                .out(dx)
                .over(n * c);
    }

    @Override
    default void squaredError(int n, int c, Buffer x, Buffer t, Buffer y) {
        loss("squaredError", n, c).in(x, t).out(y).over(n * c);
    }

    @Override
    default void squaredErrorBackward(int n, int c, Buffer x, Buffer t, Buffer dy, Buffer dx) {
        loss("squaredErrorBackward", n, c).in(x, t, dy).out(dx).over(n * c);
    }

    @Override
    default void smoothL1(int n, int c, double beta, Buffer x, Buffer t, Buffer y) {
        loss("smoothL1", n, c).scalar(beta).in(x, t).out(y).over(n * c);
    }

    @Override
    default void smoothL1Backward(int n, int c, double beta, Buffer x, Buffer t, Buffer dy, Buffer dx) {
        loss("smoothL1Backward", n, c).scalar(beta).in(x, t, dy).out(dx).over(n * c);
    }

    @Override
    default void softmaxCrossEntropy(int n, int c, Buffer x, Buffer label, Buffer p, Buffer y) {
        // a warp for each row
        loss("softmaxCrossEntropy", n, c).in(x, label).out(p, y).over(n * 32);
    }

    @Override
    default void softmaxCrossEntropyBackward(int n, int c, Buffer p, Buffer label, Buffer dy, Buffer dx) {
        loss("softmaxCrossEntropyBackward", n, c).in(p, label, dy).out(dx).over(n * c);
    }

    private Launch loss(String kernel, int n, int c) {
        return launch().of("losses", kernel + "_f32").sizes(n, c);
    }
}
