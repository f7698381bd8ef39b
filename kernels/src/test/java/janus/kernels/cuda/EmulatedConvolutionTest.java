package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedContext.succeeds;
import static janus.kernels.cuda.EmulatedDnn.BAD_PARAM;
import static janus.kernels.cuda.EmulatedDnn.EXECUTION_FAILED;
import static janus.kernels.cuda.EmulatedDnn.NOT_INITIALIZED;
import static janus.kernels.cuda.EmulatedDnn.NOT_SUPPORTED;
import static janus.kernels.cuda.EmulatedDnn.factor;
import static janus.kernels.cuda.EmulatedDnn.works;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardData;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardFilter;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionForward;
import static jcuda.jcudnn.JCudnn.cudnnCreateConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetErrorString;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolution2dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetFilter4dDescriptor;
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_DIRECT;
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
import static jcuda.jcudnn.cudnnConvolutionMode.CUDNN_CROSS_CORRELATION;
import static jcuda.jcudnn.cudnnDataType.CUDNN_DATA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions against sums written as their definition says, over numbers whose sums every storage holds exactly. */
class EmulatedConvolutionTest {
    private static final int N = 2;
    private static final int C = 3;
    private static final int H = 7;
    private static final int W = 6;
    private static final int K = 4;
    private static final int R = 3;
    private static final int S = 2;
    private static final int P = 4;
    private static final int Q = 4;
    private static final int[] X = {N, C, H, W};
    private static final int[] F = {K, C, R, S};
    private static final int[] Y = {N, K, P, Q};
    /** Offers itself for all sizes, in all directions. */
    private static final int ALGORITHM = CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;

    private final double[] x = numbers(1, N * C * H * W);
    private final double[] w = numbers(2, K * C * R * S);
    private final double[] y = numbers(3, N * K * P * Q);

    /** -1, 0 or 1: sums of 18 to 64 products are exact in 8 bits of mantissa. */
    private static double[] numbers(int seed, int count) {
        return new Random(seed).ints(count, -1, 2).asDoubleStream().toArray();
    }

    @FunctionalInterface
    private interface Meeting {
        void at(int y, int x, int w);
    }

    /** Every product of y = x * w with stride 2 and padding 1. */
    private static void meet(Meeting each) {
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sumsOfAllDirectionsAreThoseOfTheDefinition(boolean bf16) {
        double[] forward = new double[y.length];
        double[] data = new double[x.length];
        double[] filter = new double[w.length];
        meet((i, j, l) -> {
            forward[i] += x[j] * w[l];
            data[j] += y[i] * w[l];
            filter[l] += x[j] * y[i];
        });
        try (EmulatedDnn dnn = new EmulatedDnn(bf16)) {
            Plan plan = new Plan(dnn);
            assertThat(plan.forward(0)).isEqualTo(forward);
            assertThat(plan.backwardData()).isEqualTo(data);
            assertThat(plan.backwardFilter()).isEqualTo(filter);
            double[] twice = Arrays.stream(forward).map(sum -> 2 * sum).toArray();
            assertThat(plan.forward(1)).isEqualTo(twice);
        }
    }

    @Test
    void recordedConvolutionRunsWithTheGraph() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            Plan plan = new Plan(dnn);
            double[] expected = plan.forward(0);
            dnn.gpu.beginCapture();
            works(plan.run(1, plan.space, plan.bytes, plan.yt));
            CUgraph graph = new CUgraph();
            succeeds(cuStreamEndCapture(dnn.gpu.stream, graph));
            CUgraphExec step = new CUgraphExec();
            succeeds(cuGraphInstantiate(step, graph, 0));
            assertThat(dnn.download(plan.result, Y)).isEqualTo(expected);
            succeeds(cuGraphLaunch(step, dnn.gpu.stream));
            double[] twice = Arrays.stream(expected).map(sum -> 2 * sum).toArray();
            assertThat(dnn.download(plan.result, Y)).isEqualTo(twice);
        }
    }

    @Test
    void callsThatDoNotFitAreRefused() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            Plan plan = new Plan(dnn);
            assertThat(plan.run(0, plan.space, plan.bytes - 1, plan.yt)).isEqualTo(BAD_PARAM);
            assertThat(dnn.gpu.emulation.failure()).isEqualTo("cudnnConvolutionForward: the workspace is too small");
            assertThat(plan.run(0, new CUdeviceptr(), plan.bytes, plan.yt)).isEqualTo(BAD_PARAM);
            assertThat(plan.run(0, plan.space, plan.bytes, dnn.tensor(N, K, P, Q + 1)))
                    .isEqualTo(BAD_PARAM);
            assertThat(plan.run(0, plan.space, plan.bytes, dnn.tensor(N, K + 1, P, Q)))
                    .isEqualTo(BAD_PARAM);
            cudnnTensorDescriptor unset = new cudnnTensorDescriptor();
            works(cudnnCreateTensorDescriptor(unset));
            assertThat(plan.run(0, plan.space, plan.bytes, unset)).isEqualTo(BAD_PARAM);
            assertThat(plan.workspace(CUDNN_CONVOLUTION_FWD_ALGO_DIRECT)).isEqualTo(NOT_SUPPORTED);
            assertThat(plan.workspace(99)).isEqualTo(BAD_PARAM);
            assertThat(plan.run(0, plan.space.withByteOffset(256), plan.bytes, plan.yt))
                    .isEqualTo(EXECUTION_FAILED);
            assertThat(cudnnGetErrorString(NOT_SUPPORTED)).isEqualTo("CUDNN_STATUS_NOT_SUPPORTED");
        }
    }

    @Test
    void handleThatIsNoneIsRefused() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            assertThat(cudnnGetConvolutionForwardWorkspaceSize(
                            new cudnnHandle(), dnn.tensor(X), null, null, null, 0, new long[1]))
                    .isEqualTo(NOT_INITIALIZED);
        }
    }

    @Test
    void finderNamesTheAlgorithmsOnOfferFirst() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            Plan plan = new Plan(dnn);
            cudnnConvolutionFwdAlgoPerf[] found = new cudnnConvolutionFwdAlgoPerf[8];
            Arrays.setAll(found, i -> new cudnnConvolutionFwdAlgoPerf());
            int[] count = new int[1];
            works(cudnnGetConvolutionForwardAlgorithm_v7(
                    dnn.handle, plan.xt, plan.wt, plan.convolution, plan.yt, 8, count, found));
            assertThat(count).containsExactly(8);
            int[] statuses = Arrays.stream(found).mapToInt(one -> one.status).toArray();
            assertThat(statuses).startsWith(0, 0, 0).endsWith(NOT_SUPPORTED);
            assertThat(plan.workspace(found[0].algo)).isEqualTo(0);
            assertThat(plan.needed[0]).isEqualTo(found[0].memory);
        }
    }

    /** The convolution of this test on one handle. */
    private final class Plan {
        final EmulatedDnn dnn;
        final cudnnTensorDescriptor xt;
        final cudnnTensorDescriptor yt;
        final cudnnFilterDescriptor wt = new cudnnFilterDescriptor();
        final cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();
        final long[] needed = new long[1];
        final long bytes;
        final CUdeviceptr space;
        final CUdeviceptr result;
        final CUdeviceptr from;
        final CUdeviceptr filter;

        Plan(EmulatedDnn dnn) {
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
            CUdeviceptr dx = dnn.empty(X);
            works(cudnnConvolutionBackwardData(
                    dnn.handle,
                    factor(1),
                    wt,
                    filter,
                    yt,
                    dnn.upload(y, Y),
                    convolution,
                    ALGORITHM,
                    space,
                    bytes,
                    factor(0),
                    xt,
                    dx));
            return dnn.download(dx, X);
        }

        double[] backwardFilter() {
            CUdeviceptr dw = dnn.empty(F);
            works(cudnnConvolutionBackwardFilter(
                    dnn.handle,
                    factor(1),
                    xt,
                    from,
                    yt,
                    dnn.upload(y, Y),
                    convolution,
                    ALGORITHM,
                    space,
                    bytes,
                    factor(0),
                    wt,
                    dw));
            return dnn.download(dw, F);
        }
    }
}
