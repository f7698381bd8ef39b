package janus.kernels.cuda;

import static jcuda.jcudnn.JCudnn.cudnnCreateConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardDataWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolution2dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolutionMathType;
import static jcuda.jcudnn.JCudnn.cudnnSetFilter4dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetTensor4dDescriptor;
import static jcuda.jcudnn.cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_1;
import static jcuda.jcudnn.cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1;
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM;
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
import org.jspecify.annotations.Nullable;

/**
 * A convolution as cuDNN knows it, padding lanes as channels like others: zeros times zeros keep them 0. The algorithm of
 * each direction is the first deterministic one of a fixed list that takes these sizes, chosen when it is first asked for.
 */
final class ConvolutionPlan implements AutoCloseable {
    private static final int[] FORWARD = {
        CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM, CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM
    };
    private static final int[] BACKWARD_DATA = {CUDNN_CONVOLUTION_BWD_DATA_ALGO_1};
    private static final int[] BACKWARD_FILTER = {CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1};

    /** An algorithm and the workspace it wants. */
    record Choice(int algorithm, long bytes) {}

    /** Asks how much workspace an algorithm wants; the status says whether it takes the sizes. */
    @FunctionalInterface
    private interface Query {
        int ask(int algorithm, long[] bytes);
    }

    /** Whether cuDNN may have a kernel for the convolution and what follows it at once. */
    boolean fuses = true;

    private final cudnnHandle handle;
    private final ConvolutionSize z;
    private final cudnnTensorDescriptor x;
    private final cudnnFilterDescriptor w;
    private final cudnnTensorDescriptor y;
    private final cudnnConvolutionDescriptor convolution;
    private final cudnnTensorDescriptor shift;
    private @Nullable Choice forward;
    private @Nullable Choice backwardData;
    private @Nullable Choice backwardFilter;

    ConvolutionPlan(cudnnHandle handle, ConvolutionSize z, Layout layout, boolean tf32) {
        this.handle = handle;
        this.z = z;
        x = tensor(z, layout, z.n(), z.c(), z.h(), z.w());
        w = filter(z, layout);
        y = tensor(z, layout, z.n(), z.k(), z.p(), z.q());
        shift = tensor(z, layout, 1, z.k(), 1, 1);
        convolution = convolution(z, layout, tf32);
    }

    cudnnTensorDescriptor x() {
        return x;
    }

    cudnnFilterDescriptor w() {
        return w;
    }

    cudnnTensorDescriptor y() {
        return y;
    }

    /** A number for each channel of y. */
    cudnnTensorDescriptor shift() {
        return shift;
    }

    cudnnConvolutionDescriptor convolution() {
        return convolution;
    }

    Choice forward() {
        if (forward == null) {
            forward = choose(
                    "cudnnGetConvolutionForwardWorkspaceSize",
                    FORWARD,
                    (algorithm, bytes) ->
                            cudnnGetConvolutionForwardWorkspaceSize(handle, x, w, convolution, y, algorithm, bytes));
        }
        return forward;
    }

    Choice backwardData() {
        if (backwardData == null) {
            backwardData = choose(
                    "cudnnGetConvolutionBackwardDataWorkspaceSize",
                    BACKWARD_DATA,
                    (algorithm, bytes) -> cudnnGetConvolutionBackwardDataWorkspaceSize(
                            handle, w, y, convolution, x, algorithm, bytes));
        }
        return backwardData;
    }

    Choice backwardFilter() {
        if (backwardFilter == null) {
            backwardFilter = choose(
                    "cudnnGetConvolutionBackwardFilterWorkspaceSize",
                    BACKWARD_FILTER,
                    (algorithm, bytes) -> cudnnGetConvolutionBackwardFilterWorkspaceSize(
                            handle, x, y, convolution, w, algorithm, bytes));
        }
        return backwardFilter;
    }

    private Choice choose(String call, int[] algorithms, Query query) {
        long[] bytes = new long[1];
        int status = 0;
        for (int algorithm : algorithms) {
            status = query.ask(algorithm, bytes);
            if (status == 0) {
                return new Choice(algorithm, bytes[0]);
            }
        }
        Dnn.check(status, call, z);
        throw new AssertionError("no algorithm for " + z);
    }

    private static int type(Layout layout) {
        return layout.bf16() ? cudnnDataType.CUDNN_DATA_BFLOAT16 : cudnnDataType.CUDNN_DATA_FLOAT;
    }

    private static cudnnTensorDescriptor tensor(ConvolutionSize z, Layout layout, int n, int c, int h, int w) {
        cudnnTensorDescriptor tensor = new cudnnTensorDescriptor();
        Dnn.check(cudnnCreateTensorDescriptor(tensor), "cudnnCreateTensorDescriptor", z);
        Dnn.check(
                cudnnSetTensor4dDescriptor(
                        tensor, cudnnTensorFormat.CUDNN_TENSOR_NHWC, type(layout), n, layout.padded(c), h, w),
                "cudnnSetTensor4dDescriptor",
                z);
        return tensor;
    }

    private static cudnnFilterDescriptor filter(ConvolutionSize z, Layout layout) {
        cudnnFilterDescriptor filter = new cudnnFilterDescriptor();
        Dnn.check(cudnnCreateFilterDescriptor(filter), "cudnnCreateFilterDescriptor", z);
        Dnn.check(
                cudnnSetFilter4dDescriptor(
                        filter,
                        type(layout),
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
