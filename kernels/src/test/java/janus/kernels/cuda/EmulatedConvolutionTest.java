package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedDnn.BAD_PARAM;
import static janus.kernels.cuda.EmulatedDnn.EXECUTION_FAILED;
import static janus.kernels.cuda.EmulatedDnn.NOT_INITIALIZED;
import static janus.kernels.cuda.EmulatedDnn.NOT_SUPPORTED;
import static janus.kernels.cuda.EmulatedDnn.works;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetErrorString;
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_DIRECT;
import static org.assertj.core.api.Assertions.assertThat;

import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.Test;

/** What the convolutions of cuDNN's older interface refuse, the emulated ones do too. */
class EmulatedConvolutionTest {
    @Test
    void callsThatDoNotFitAreRefused() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            EmulatedConvolution plan = new EmulatedConvolution(dnn);
            works(plan.run(plan.space, plan.bytes, plan.yt));
            assertThat(plan.run(plan.space, plan.bytes - 1, plan.yt)).isEqualTo(BAD_PARAM);
            assertThat(dnn.gpu.emulation.failure())
                    .isEqualTo("cudnnConvolutionBiasActivationForward: the workspace is too small");
            assertThat(plan.run(new CUdeviceptr(), plan.bytes, plan.yt)).isEqualTo(BAD_PARAM);
            assertThat(plan.run(plan.space, plan.bytes, dnn.tensor(2, 4, 4, 5))).isEqualTo(BAD_PARAM);
            assertThat(plan.run(plan.space, plan.bytes, dnn.tensor(2, 5, 4, 4))).isEqualTo(BAD_PARAM);
            cudnnTensorDescriptor unset = new cudnnTensorDescriptor();
            works(cudnnCreateTensorDescriptor(unset));
            assertThat(plan.run(plan.space, plan.bytes, unset)).isEqualTo(BAD_PARAM);
            assertThat(plan.workspace(CUDNN_CONVOLUTION_FWD_ALGO_DIRECT)).isEqualTo(NOT_SUPPORTED);
            assertThat(plan.workspace(99)).isEqualTo(BAD_PARAM);
            assertThat(plan.run(plan.space.withByteOffset(256), plan.bytes, plan.yt))
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
}
