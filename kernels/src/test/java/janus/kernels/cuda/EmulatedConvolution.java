package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedDnn.factor;
import static janus.kernels.cuda.EmulatedDnn.works;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBiasActivationForward;
import static jcuda.jcudnn.JCudnn.cudnnCreateActivationDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnSetActivationDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolution2dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetFilter4dDescriptor;
import static jcuda.jcudnn.cudnnActivationMode.CUDNN_ACTIVATION_RELU;
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
import static jcuda.jcudnn.cudnnConvolutionMode.CUDNN_CROSS_CORRELATION;
import static jcuda.jcudnn.cudnnDataType.CUDNN_DATA_FLOAT;
import static jcuda.jcudnn.cudnnNanPropagation.CUDNN_PROPAGATE_NAN;

import jcuda.Pointer;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;

/** One convolution, of stride 2 and padding 1: as its definition says, and on a handle of the emulated cuDNN. */
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
    static final int ALGORITHM = CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;

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
    final long bytes;
    final Address space;
    private final long[] needed = new long[1];

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
    }

    int workspace(int algorithm) {
        return cudnnGetConvolutionForwardWorkspaceSize(dnn.handle, xt, wt, convolution, yt, algorithm, needed);
    }

    /** y = max(x * w + bias, 0), over numbers that nobody wrote. */
    int run(Pointer space, long bytes, cudnnTensorDescriptor yt) {
        cudnnActivationDescriptor relu = new cudnnActivationDescriptor();
        works(cudnnCreateActivationDescriptor(relu));
        works(cudnnSetActivationDescriptor(relu, CUDNN_ACTIVATION_RELU, CUDNN_PROPAGATE_NAN, 0));
        Address y = dnn.empty(Y);
        return cudnnConvolutionBiasActivationForward(
                dnn.handle,
                factor(1),
                xt,
                dnn.empty(X),
                wt,
                dnn.empty(F),
                convolution,
                ALGORITHM,
                space,
                bytes,
                factor(0),
                yt,
                y,
                dnn.tensor(1, K, 1, 1),
                dnn.empty(1, K, 1, 1),
                relu,
                yt,
                y);
    }
}
