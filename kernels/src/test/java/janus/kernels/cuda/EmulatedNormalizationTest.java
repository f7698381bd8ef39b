package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.device;
import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedContext.host;
import static janus.kernels.cuda.EmulatedDnn.factor;
import static janus.kernels.cuda.EmulatedDnn.works;
import static janus.kernels.cuda.NormalizedBatch.BIAS;
import static janus.kernels.cuda.NormalizedBatch.C;
import static janus.kernels.cuda.NormalizedBatch.EPSILON;
import static janus.kernels.cuda.NormalizedBatch.FLOAT;
import static janus.kernels.cuda.NormalizedBatch.HW;
import static janus.kernels.cuda.NormalizedBatch.SCALE;
import static janus.kernels.cuda.NormalizedBatch.Z;
import static janus.kernels.cuda.NormalizedBatch.mean;
import static janus.kernels.cuda.NormalizedBatch.normalized;
import static janus.kernels.cuda.NormalizedBatch.numbers;
import static janus.kernels.cuda.NormalizedBatch.params;
import static janus.kernels.cuda.NormalizedBatch.variance;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationBackward;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationForwardInference;
import static jcuda.jcudnn.cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.Test;

/** Batch normalization against its definition; gradients against differences of it, in double. */
class EmulatedNormalizationTest {
    private final double[] x = numbers(1);
    private final double[] dy = numbers(2);

    @Test
    void inferenceNormalizesByTheGivenStatistics() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            float[] mean = new float[C];
            float[] variance = new float[C];
            for (int c = 0; c < C; c++) {
                mean[c] = (float) mean(x, c);
                variance[c] = (float) variance(x, c);
            }
            CUdeviceptr y = dnn.empty(Z);
            cudnnTensorDescriptor xt = dnn.tensor(Z);
            works(cudnnBatchNormalizationForwardInference(
                    dnn.handle,
                    CUDNN_BATCHNORM_SPATIAL,
                    factor(1),
                    factor(0),
                    xt,
                    dnn.upload(x, Z),
                    xt,
                    y,
                    params(xt),
                    device(SCALE),
                    device(BIAS),
                    device(mean),
                    device(variance),
                    EPSILON));
            close(dnn.download(y, Z), normalized(x));
        }
    }

    /** Neither is promised, so nothing may rely on it. */
    @Test
    void workInPlaceAndNegativeEpsilonsAreRefused() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            CUdeviceptr batch = dnn.upload(x, Z);
            CUdeviceptr y = dnn.empty(Z);
            assertThat(inference(dnn, batch, y, EPSILON)).isEqualTo(EmulatedDnn.SUCCESS);
            assertThat(inference(dnn, batch, batch, EPSILON)).isEqualTo(EmulatedDnn.BAD_PARAM);
            assertThat(inference(dnn, batch, y, -EPSILON)).isEqualTo(EmulatedDnn.BAD_PARAM);
        }
    }

    private static int inference(EmulatedDnn dnn, CUdeviceptr x, CUdeviceptr y, double epsilon) {
        cudnnTensorDescriptor xt = dnn.tensor(Z);
        return cudnnBatchNormalizationForwardInference(
                dnn.handle,
                CUDNN_BATCHNORM_SPATIAL,
                factor(1),
                factor(0),
                xt,
                x,
                xt,
                y,
                params(xt),
                device(SCALE),
                device(BIAS),
                device(SCALE),
                device(SCALE),
                epsilon);
    }

    @Test
    void gradientIsTheSlopeOfTheDefinition() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            CUdeviceptr dx = dnn.empty(Z);
            CUdeviceptr dScale = fresh(C);
            CUdeviceptr dBias = fresh(C);
            cudnnTensorDescriptor xt = dnn.tensor(Z);
            works(cudnnBatchNormalizationBackward(
                    dnn.handle,
                    CUDNN_BATCHNORM_SPATIAL,
                    factor(1),
                    factor(0),
                    factor(1),
                    factor(0),
                    xt,
                    dnn.upload(x, Z),
                    xt,
                    dnn.upload(dy, Z),
                    xt,
                    dx,
                    params(xt),
                    device(SCALE),
                    dScale,
                    dBias,
                    EPSILON,
                    new Pointer(),
                    new Pointer()));
            double[] slopes = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                double[] moved = x.clone();
                moved[i] += 1e-5;
                double above = loss(normalized(moved));
                moved[i] -= 2e-5;
                slopes[i] = (above - loss(normalized(moved))) / 2e-5;
            }
            close(dnn.download(dx, Z), slopes);
            double[] y = normalized(x);
            for (int c = 0; c < C; c++) {
                double scale = 0;
                double bias = 0;
                for (int i = 0; i < x.length; i++) {
                    scale += i / HW % C == c ? dy[i] * (y[i] - BIAS[c]) / SCALE[c] : 0;
                    bias += i / HW % C == c ? dy[i] : 0;
                }
                assertThat((double) host(dScale, C)[c]).isCloseTo(scale, within(4 * FLOAT));
                assertThat((double) host(dBias, C)[c]).isEqualTo(bias);
            }
        }
    }

    private double loss(double[] y) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += dy[i] * y[i];
        }
        return sum;
    }

    /** Up to float32 and, for slopes, the error of a difference over 2e-5. */
    private static void close(double[] given, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(given[i]).isCloseTo(expected[i], within(4 * FLOAT));
        }
    }
}
