package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedDnn.BAD_PARAM;
import static janus.kernels.cuda.EmulatedDnn.factor;
import static janus.kernels.cuda.EmulatedDnn.works;
import static jcuda.jcudnn.JCudnn.cudnnActivationBackward;
import static jcuda.jcudnn.JCudnn.cudnnActivationForward;
import static jcuda.jcudnn.JCudnn.cudnnCreateActivationDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreatePoolingDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnPoolingBackward;
import static jcuda.jcudnn.JCudnn.cudnnPoolingForward;
import static jcuda.jcudnn.JCudnn.cudnnSetActivationDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetPooling2dDescriptor;
import static jcuda.jcudnn.cudnnActivationMode.CUDNN_ACTIVATION_RELU;
import static jcuda.jcudnn.cudnnNanPropagation.CUDNN_PROPAGATE_NAN;
import static jcuda.jcudnn.cudnnPoolingMode.CUDNN_POOLING_AVERAGE_COUNT_EXCLUDE_PADDING;
import static jcuda.jcudnn.cudnnPoolingMode.CUDNN_POOLING_AVERAGE_COUNT_INCLUDE_PADDING;
import static jcuda.jcudnn.cudnnPoolingMode.CUDNN_POOLING_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnPoolingDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of 2 by 2 with a step of 2 and a border of 1 around a 2 by 4 image: each of 2 by 3 results sees 1 or 2 numbers. */
class EmulatedPoolingTest {
    private static final int[] X = {1, 1, 2, 4};
    private static final int[] Y = {1, 1, 2, 3};
    private static final double[] IMAGE = {-8, 2, 2, 4, 5, -6, -7, 8};
    private static final double[] GRADIENT = {1, 2, 4, 8, 16, 32};

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void windowsGiveTheirMostAndTheirMean(boolean bf16) {
        try (EmulatedDnn dnn = new EmulatedDnn(bf16)) {
            assertThat(forward(dnn, CUDNN_POOLING_MAX)).containsExactly(-8, 2, 4, 5, -6, 8);
            assertThat(forward(dnn, CUDNN_POOLING_AVERAGE_COUNT_INCLUDE_PADDING))
                    .containsExactly(-2, 1, 1, 1.25, -3.25, 2);
            assertThat(forward(dnn, CUDNN_POOLING_AVERAGE_COUNT_EXCLUDE_PADDING))
                    .containsExactly(-8, 2, 4, 5, -6.5, 8);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientGoesToTheFirstMostOrToAll(boolean bf16) {
        try (EmulatedDnn dnn = new EmulatedDnn(bf16)) {
            assertThat(backward(dnn, CUDNN_POOLING_MAX)).containsExactly(1, 2, 0, 4, 8, 16, 0, 32);
            assertThat(backward(dnn, CUDNN_POOLING_AVERAGE_COUNT_EXCLUDE_PADDING))
                    .containsExactly(1, 1, 1, 4, 8, 8, 8, 32);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reluPassesWhatIsAboveZero(boolean bf16) {
        try (EmulatedDnn dnn = new EmulatedDnn(bf16)) {
            cudnnActivationDescriptor relu = new cudnnActivationDescriptor();
            works(cudnnCreateActivationDescriptor(relu));
            works(cudnnSetActivationDescriptor(relu, CUDNN_ACTIVATION_RELU, CUDNN_PROPAGATE_NAN, 0));
            cudnnTensorDescriptor t = dnn.tensor(X);
            CUdeviceptr x = dnn.upload(IMAGE, X);
            CUdeviceptr y = dnn.empty(X);
            works(cudnnActivationForward(dnn.handle, relu, factor(1), t, x, factor(0), t, y));
            assertThat(dnn.download(y, X)).containsExactly(0, 2, 2, 4, 5, 0, 0, 8);
            CUdeviceptr dx = dnn.empty(X);
            works(cudnnActivationBackward(
                    dnn.handle, relu, factor(2), t, y, t, dnn.upload(IMAGE, X), t, x, factor(0), t, dx));
            assertThat(dnn.download(dx, X)).containsExactly(0, 4, 4, 8, 10, 0, 0, 16);
        }
    }

    private static double[] forward(EmulatedDnn dnn, int mode) {
        CUdeviceptr y = dnn.empty(Y);
        cudnnTensorDescriptor xt = dnn.tensor(X);
        CUdeviceptr x = dnn.upload(IMAGE, X);
        works(cudnnPoolingForward(dnn.handle, pooling(mode), factor(1), xt, x, factor(0), dnn.tensor(Y), y));
        assertThat(cudnnPoolingForward(dnn.handle, pooling(mode), factor(1), xt, x, factor(0), xt, y))
                .isEqualTo(BAD_PARAM);
        return dnn.download(y, Y);
    }

    private static double[] backward(EmulatedDnn dnn, int mode) {
        cudnnTensorDescriptor xt = dnn.tensor(X);
        cudnnTensorDescriptor yt = dnn.tensor(Y);
        CUdeviceptr y = dnn.upload(forward(dnn, mode), Y);
        CUdeviceptr dx = dnn.empty(X);
        works(cudnnPoolingBackward(
                dnn.handle,
                pooling(mode),
                factor(1),
                yt,
                y,
                yt,
                dnn.upload(GRADIENT, Y),
                xt,
                dnn.upload(IMAGE, X),
                factor(0),
                xt,
                dx));
        return dnn.download(dx, X);
    }

    private static cudnnPoolingDescriptor pooling(int mode) {
        cudnnPoolingDescriptor pooling = new cudnnPoolingDescriptor();
        works(cudnnCreatePoolingDescriptor(pooling));
        works(cudnnSetPooling2dDescriptor(pooling, mode, CUDNN_PROPAGATE_NAN, 2, 2, 1, 1, 2, 2));
        return pooling;
    }
}
