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
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;

import janus.kernels.ConvolutionSize;
import janus.kernels.KernelTable;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
 * A convolution as cuDNN knows it, padding lanes as channels like others: zeros times zeros keep them 0. The algorithm
 * of each direction is the one that a table names for it, or else the first of a fixed list, that takes these sizes and
 * little memory; chosen when it is first asked for.
 */
final class ConvolutionPlan implements AutoCloseable {
    /** Bytes of workspace beyond which the next algorithm is asked. */
    private static final long MOST_BYTES = 1L << 30;

    /** An algorithm and the workspace it wants. */
    record Choice(int algorithm, long bytes) {}

    private final cudnnHandle handle;
    private final ConvolutionSize z;
    private final cudnnTensorDescriptor x;
    private final cudnnFilterDescriptor w;
    private final cudnnTensorDescriptor y;
    private final cudnnConvolutionDescriptor convolution;
    private final cudnnTensorDescriptor shift;
    private final Storage storage;
    private final @Nullable KernelTable<AlgorithmTable.Key, Integer> table;
    private final Map<DnnDirection, Choice> choices = new EnumMap<>(DnnDirection.class);
    private @Nullable Choice fused;

    ConvolutionPlan(
            cudnnHandle handle,
            ConvolutionSize z,
            Layout layout,
            boolean tf32,
            @Nullable KernelTable<AlgorithmTable.Key, Integer> table) {
        this.handle = handle;
        this.z = z;
        this.table = table;
        storage = Storage.of(layout, tf32);
        x = tensor(z, layout, z.n(), z.c(), z.h(), z.w());
        w = filter(z, layout);
        y = tensor(z, layout, z.n(), z.k(), z.p(), z.q());
        shift = tensor(z, layout, 1, z.k(), 1, 1);
        convolution = convolution(z, layout, tf32);
        // cuDNN takes this one alone where nothing is rectified
        fused = choice(DnnDirection.FORWARD, CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM);
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

    /** For the convolution and what follows it at once; null if cuDNN has no kernel for them. */
    @Nullable
    Choice fused() {
        return fused;
    }

    /** Notes that cuDNN has no kernel for the convolution and what follows it. */
    void refuseFused() {
        fused = null;
    }

    Choice choice(DnnDirection direction) {
        return choices.computeIfAbsent(direction, this::choose);
    }

    private Choice choose(DnnDirection direction) {
        Integer named = table == null ? null : table.choice(AlgorithmTable.Key.of(storage, direction, z));
        Choice least = null;
        for (int algorithm :
                Stream.concat(Stream.ofNullable(named), direction.rule.stream()).toList()) {
            Choice choice = choice(direction, algorithm);
            if (choice != null && choice.bytes <= MOST_BYTES) {
                return choice;
            }
            least = choice == null || (least != null && least.bytes <= choice.bytes) ? least : choice;
        }
        if (least == null) {
            Dnn.check(ask(direction, direction.rule.getFirst(), new long[1]), "workspace size of " + direction, z);
            throw new AssertionError("no algorithm for " + z);
        }
        return least;
    }

    /** Null if cuDNN does not take these sizes. */
    private @Nullable Choice choice(DnnDirection direction, int algorithm) {
        long[] bytes = new long[1];
        return ask(direction, algorithm, bytes) == 0 ? new Choice(algorithm, bytes[0]) : null;
    }

    private int ask(DnnDirection direction, int algorithm, long[] bytes) {
        return switch (direction) {
            case FORWARD -> cudnnGetConvolutionForwardWorkspaceSize(handle, x, w, convolution, y, algorithm, bytes);
            case DATA -> cudnnGetConvolutionBackwardDataWorkspaceSize(handle, w, y, convolution, x, algorithm, bytes);
            case FILTER ->
                cudnnGetConvolutionBackwardFilterWorkspaceSize(handle, x, y, convolution, w, algorithm, bytes);
        };
    }

    /** Seconds that each of cuDNN's algorithms takes here, by number, with its own memory; deterministic ones alone. */
    Map<Integer, Double> measure(DnnDirection direction) {
        Map<Integer, Double> seconds = new TreeMap<>();
        for (Finder.Found found : Finder.find(handle, direction, x, w, convolution, y, z)) {
            Choice choice = choice(direction, found.algorithm());
            if (direction.isDeterministic(found.algorithm()) && choice != null && choice.bytes <= MOST_BYTES) {
                // one that is listed twice was timed with shorter products, too, which are not these
                seconds.merge(found.algorithm(), found.seconds(), Math::max);
            }
        }
        return seconds;
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
