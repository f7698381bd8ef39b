package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.succeeds;
import static janus.kernels.cuda.EmulatedDnn.BAD_PARAM;
import static janus.kernels.cuda.EmulatedDnn.EXECUTION_FAILED;
import static janus.kernels.cuda.EmulatedDnn.NOT_INITIALIZED;
import static janus.kernels.cuda.EmulatedDnn.NOT_SUPPORTED;
import static janus.kernels.cuda.EmulatedDnn.works;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetErrorString;
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_DIRECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions against sums written as their definition says, over numbers whose sums every storage holds exactly. */
class EmulatedConvolutionTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sumsOfAllDirectionsAreThoseOfTheDefinition(boolean bf16) {
        try (EmulatedDnn dnn = new EmulatedDnn(bf16)) {
            EmulatedConvolution plan = new EmulatedConvolution(dnn);
            double[] forward = new double[plan.y.length];
            double[] data = new double[plan.x.length];
            double[] filter = new double[plan.w.length];
            EmulatedConvolution.meet((i, j, l) -> {
                forward[i] += plan.x[j] * plan.w[l];
                data[j] += plan.y[i] * plan.w[l];
                filter[l] += plan.x[j] * plan.y[i];
            });
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
            EmulatedConvolution plan = new EmulatedConvolution(dnn);
            double[] expected = plan.forward(0);
            dnn.gpu.beginCapture();
            works(plan.run(1, plan.space, plan.bytes, plan.yt));
            CUgraph graph = new CUgraph();
            succeeds(cuStreamEndCapture(dnn.gpu.stream, graph));
            CUgraphExec step = new CUgraphExec();
            succeeds(cuGraphInstantiate(step, graph, 0));
            assertThat(dnn.download(plan.result, EmulatedConvolution.Y)).isEqualTo(expected);
            succeeds(cuGraphLaunch(step, dnn.gpu.stream));
            double[] twice = Arrays.stream(expected).map(sum -> 2 * sum).toArray();
            assertThat(dnn.download(plan.result, EmulatedConvolution.Y)).isEqualTo(twice);
        }
    }

    @Test
    void callsThatDoNotFitAreRefused() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            EmulatedConvolution plan = new EmulatedConvolution(dnn);
            assertThat(plan.run(0, plan.space, plan.bytes - 1, plan.yt)).isEqualTo(BAD_PARAM);
            assertThat(dnn.gpu.emulation.failure()).isEqualTo("cudnnConvolutionForward: the workspace is too small");
            assertThat(plan.run(0, new CUdeviceptr(), plan.bytes, plan.yt)).isEqualTo(BAD_PARAM);
            assertThat(plan.run(0, plan.space, plan.bytes, dnn.tensor(2, 4, 4, 5)))
                    .isEqualTo(BAD_PARAM);
            assertThat(plan.run(0, plan.space, plan.bytes, dnn.tensor(2, 5, 4, 4)))
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
                            new cudnnHandle(), dnn.tensor(EmulatedConvolution.X), null, null, null, 0, new long[1]))
                    .isEqualTo(NOT_INITIALIZED);
        }
    }

    @Test
    void finderNamesTheAlgorithmsOnOfferFirst() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            EmulatedConvolution plan = new EmulatedConvolution(dnn);
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
}
