package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedDnn.factor;
import static janus.kernels.cuda.EmulatedDnn.works;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardData;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardFilter;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionForward;
import static jcuda.jcudnn.JCudnn.cudnnCreateConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolution2dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetFilter4dDescriptor;
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
import static jcuda.jcudnn.cudnnConvolutionMode.CUDNN_CROSS_CORRELATION;
import static jcuda.jcudnn.cudnnDataType.CUDNN_DATA_FLOAT;

import java.util.Random;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;

/** One convolution, of stride 2 and padding 1, on a handle of the emulated cuDNN. */
final class EmulatedConvolution {
    static final int N = 2;
    static final int C = 3;
    static final int H = 7;
    static final int W = 6;
    static final int K = 4;
    static final int R = 3;
    static final int S = 2;
    static final int P = 4;
    static final int Q = 4;
    static final int[] X = {N, C, H, W};
    static final int[] F = {K, C, R, S};
    static final int[] Y = {N, K, P, Q};
    /** Offers itself for all sizes, in all directions. */
    static final int ALGORITHM = CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;

    final double[] x = numbers(1, N * C * H * W);
    final double[] w = numbers(2, K * C * R * S);
    final double[] y = numbers(3, N * K * P * Q);

    /** -1, 0 or 1: sums of 18 to 64 products are exact in 8 bits of mantissa. */
    private static double[] numbers(int seed, int count) {
        return new Random(seed).ints(count, -1, 2).asDoubleStream().toArray();
    }

    @FunctionalInterface
    interface Meeting {
        void at(int y, int x, int w);
    }

    /** Every product of y = x * w with stride 2 and padding 1. */
    static void meet(Meeting each) {
        for (int i = 0; i < N * K * P * Q; i++) {
            int n = i / (K * P * Q);
            int k = i / (P * Q) % K;
            for (int j = 0; j < C * R * S; j++) {
                int c = j / (R * S);
                int h = i / Q % P * 2 - 1 + j / S % R;
                int v = i % Q * 2 - 1 + j % S;
                if (h >= 0 && h < H && v >= 0 && v < W) {
                    each.at(i, ((n * C + c) * H + h) * W + v, k * C * R * S + j);
                }
            }
        }
    }

    final EmulatedDnn dnn;
    final cudnnTensorDescriptor xt;
    final cudnnTensorDescriptor yt;
    final cudnnFilterDescriptor wt = new cudnnFilterDescriptor();
    final cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();
    final long[] needed = new long[1];
    final long bytes;
    final Address space;
    final Address result;
    final Address from;
    final Address filter;

    EmulatedConvolution(EmulatedDnn dnn) {
        this.dnn = dnn;
        xt = dnn.tensor(X);
        yt = dnn.tensor(Y);
        works(cudnnCreateFilterDescriptor(wt));
        works(cudnnSetFilter4dDescriptor(wt, dnn.type(), dnn.format(), K, C, R, S));
        works(cudnnCreateConvolutionDescriptor(convolution));
        works(cudnnSetConvolution2dDescriptor(
                convolution, 1, 1, 2, 2, 1, 1, CUDNN_CROSS_CORRELATION, CUDNN_DATA_FLOAT));
        works(workspace(ALGORITHM));
        bytes = needed[0];
        space = fresh((int) bytes / 4);
        result = dnn.empty(Y);
        from = dnn.upload(x, X);
        filter = dnn.upload(w, F);
    }

    int workspace(int algorithm) {
        return cudnnGetConvolutionForwardWorkspaceSize(dnn.handle, xt, wt, convolution, yt, algorithm, needed);
    }

    int run(float beta, Pointer space, long bytes, cudnnTensorDescriptor yt) {
        return cudnnConvolutionForward(
                dnn.handle,
                factor(1),
                xt,
                from,
                wt,
                filter,
                convolution,
                ALGORITHM,
                space,
                bytes,
                factor(beta),
                yt,
                result);
    }

    double[] forward(float beta) {
        works(run(beta, space, bytes, yt));
        return dnn.download(result, Y);
    }

    double[] backwardData() {
        Address dx = dnn.empty(X);
        run(DnnDirection.DATA, 0, dx, filter, dnn.upload(y, Y));
        return dnn.download(dx, X);
    }

    double[] backwardFilter() {
        Address dw = dnn.empty(F);
        run(DnnDirection.FILTER, 0, from, dw, dnn.upload(y, Y));
        return dnn.download(dw, F);
    }

    /** The direction's result = itself + {@code beta} times what it was. */
    void run(DnnDirection direction, float beta, Pointer x, Pointer w, Pointer y) {
        Pointer one = factor(1);
        Pointer b = factor(beta);
        cudnnHandle h = dnn.handle;
        works(
                switch (direction) {
                    case FORWARD ->
                        cudnnConvolutionForward(h, one, xt, x, wt, w, convolution, ALGORITHM, space, bytes, b, yt, y);
                    case DATA ->
                        cudnnConvolutionBackwardData(
                                h, one, wt, w, yt, y, convolution, ALGORITHM, space, bytes, b, xt, x);
                    case FILTER ->
                        cudnnConvolutionBackwardFilter(
                                h, one, xt, x, yt, y, convolution, ALGORITHM, space, bytes, b, wt, w);
                });
    }
}
