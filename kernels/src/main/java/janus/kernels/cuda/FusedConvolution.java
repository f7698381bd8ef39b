package janus.kernels.cuda;

import static jcuda.jcudnn.JCudnn.cudnnCreateConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolution2dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolutionMathType;
import static jcuda.jcudnn.JCudnn.cudnnSetFilter4dDescriptor;
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;

import janus.kernels.ConvolutionSize;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;

/**
 * A convolution with what follows it at inference, as cuDNN knows it, padding lanes as channels like others: zeros times
 * zeros keep them 0.
 */
final class FusedConvolution implements AutoCloseable {
    /** cuDNN takes this one alone where nothing is rectified. */
    static final int ALGORITHM = CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;

    private final ConvolutionSize z;
    final cudnnTensorDescriptor x;
    final cudnnFilterDescriptor w;
    final cudnnTensorDescriptor y;
    final cudnnConvolutionDescriptor convolution;
    /** A number for each channel of y. */
    final cudnnTensorDescriptor shift;
    /** Of workspace. */
    final long bytes;

    private boolean refused;

    FusedConvolution(cudnnHandle handle, ConvolutionSize z, Layout layout, boolean tf32) {
        this.z = z;
        int k = layout.padded(z.k());
        x = Dnn.tensor(layout.bf16(), z.n(), layout.padded(z.c()), z.h(), z.w(), z);
        w = filter(z, layout);
        y = Dnn.tensor(layout.bf16(), z.n(), k, z.p(), z.q(), z);
        shift = Dnn.tensor(layout.bf16(), 1, k, 1, 1, z);
        convolution = convolution(z, layout, tf32);
        long[] space = new long[1];
        refused = cudnnGetConvolutionForwardWorkspaceSize(handle, x, w, convolution, y, ALGORITHM, space) != 0;
        bytes = space[0];
    }

    /** Whether cuDNN has no kernel for them. */
    boolean refused() {
        return refused;
    }

    void refuse() {
        refused = true;
    }

    private static cudnnFilterDescriptor filter(ConvolutionSize z, Layout layout) {
        cudnnFilterDescriptor filter = new cudnnFilterDescriptor();
        Dnn.check(cudnnCreateFilterDescriptor(filter), "cudnnCreateFilterDescriptor", z);
        Dnn.check(
                cudnnSetFilter4dDescriptor(
                        filter,
                        Dnn.type(layout.bf16()),
                        cudnnTensorFormat.CUDNN_TENSOR_NHWC,
                        layout.padded(z.k()),
                        layout.padded(z.c()),
                        z.r(),
                        z.s()),
                "cudnnSetFilter4dDescriptor",
                z);
        return filter;
    }

    private static cudnnConvolutionDescriptor convolution(ConvolutionSize z, Layout layout, boolean tf32) {
        cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();
        Dnn.check(cudnnCreateConvolutionDescriptor(convolution), "cudnnCreateConvolutionDescriptor", z);
        Dnn.check(
                cudnnSetConvolution2dDescriptor(
                        convolution,
                        z.pad(),
                        z.pad(),
                        z.stride(),
                        z.stride(),
                        1,
                        1,
                        cudnnConvolutionMode.CUDNN_CROSS_CORRELATION,
                        cudnnDataType.CUDNN_DATA_FLOAT),
                "cudnnSetConvolution2dDescriptor",
                z);
        // the default would round float32 to tf32 where it can
        int math = layout.bf16()
                ? cudnnMathType.CUDNN_TENSOR_OP_MATH
                : tf32 ? cudnnMathType.CUDNN_DEFAULT_MATH : cudnnMathType.CUDNN_FMA_MATH;
        Dnn.check(cudnnSetConvolutionMathType(convolution, math), "cudnnSetConvolutionMathType", z);
        return convolution;
    }

    @Override
    public void close() {
        Dnn.check(cudnnDestroyTensorDescriptor(x), "cudnnDestroyTensorDescriptor", z);
        Dnn.check(cudnnDestroyFilterDescriptor(w), "cudnnDestroyFilterDescriptor", z);
        Dnn.check(cudnnDestroyTensorDescriptor(y), "cudnnDestroyTensorDescriptor", z);
        Dnn.check(cudnnDestroyTensorDescriptor(shift), "cudnnDestroyTensorDescriptor", z);
        Dnn.check(cudnnDestroyConvolutionDescriptor(convolution), "cudnnDestroyConvolutionDescriptor", z);
    }
}
