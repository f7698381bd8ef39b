package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.device;
import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedContext.host;
import static janus.kernels.cuda.EmulatedDnn.BAD_PARAM;
import static janus.kernels.cuda.EmulatedDnn.NOT_SUPPORTED;
import static janus.kernels.cuda.EmulatedDnn.factor;
import static janus.kernels.cuda.EmulatedDnn.works;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationBackward;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationBackwardEx;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationForwardInference;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationForwardTraining;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationForwardTrainingEx;
import static jcuda.jcudnn.JCudnn.cudnnCreateActivationDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDeriveBNTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetActivationDescriptor;
import static jcuda.jcudnn.cudnnActivationMode.CUDNN_ACTIVATION_RELU;
import static jcuda.jcudnn.cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL;
import static jcuda.jcudnn.cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL_PERSISTENT;
import static jcuda.jcudnn.cudnnBatchNormOps.CUDNN_BATCHNORM_OPS_BN_ADD_ACTIVATION;
import static jcuda.jcudnn.cudnnNanPropagation.CUDNN_PROPAGATE_NAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.Test;

/** Batch normalization against its definition; gradients against differences of it, in double. */
class EmulatedNormalizationTest {
    private static final int N = 3;
    private static final int C = 4;
    private static final int HW = 6;
    private static final int[] Z = {N, C, 2, 3};
    private static final double EPSILON = 1e-3;
    private static final float[] SCALE = {1, 2, -0.5f, 3};
    private static final float[] BIAS = {0.25f, 0, 1, -1};
    /** A float of this size is off by half of 2^-23 of it; results are below 16. */
    private static final double FLOAT = 1e-6;

    private final double[] x = numbers(1);
    private final double[] dy = numbers(2);

    /** Quarters: exact in float32 and bfloat16. */
    private static double[] numbers(int seed) {
        return new Random(seed)
                .ints(N * C * HW, -12, 13)
                .mapToDouble(i -> i / 4.0)
                .toArray();
    }

    /** scale·(x - mean)/√(variance + epsilon) + bias of each channel. */
    private static double[] normalized(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int c = i / HW % C;
            y[i] = SCALE[c] * (x[i] - mean(x, c)) / Math.sqrt(variance(x, c) + EPSILON) + BIAS[c];
        }
        return y;
    }

    private static double mean(double[] x, int c) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += i / HW % C == c ? x[i] : 0;
        }
        return sum / (N * HW);
    }

    private static double variance(double[] x, int c) {
        double sum = 0;
        double mean = mean(x, c);
        for (int i = 0; i < x.length; i++) {
            sum += i / HW % C == c ? (x[i] - mean) * (x[i] - mean) : 0;
        }
        return sum / (N * HW);
    }

    @Test
    void trainingNormalizesByTheBatchAndMovesTheRunningStatistics() {
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            CUdeviceptr mean = device(10, 10, 10, 10);
            CUdeviceptr variance = device(20, 20, 20, 20);
            CUdeviceptr saved = fresh(C);
            CUdeviceptr inverse = fresh(C);
            CUdeviceptr y = dnn.empty(Z);
            cudnnTensorDescriptor xt = dnn.tensor(Z);
            works(cudnnBatchNormalizationForwardTraining(
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
                    0.1,
                    mean,
                    variance,
                    EPSILON,
                    saved,
                    inverse));
            close(dnn.download(y, Z), normalized(x));
            for (int c = 0; c < C; c++) {
                double unbiased = variance(x, c) * N * HW / (N * HW - 1);
                assertThat((double) host(mean, C)[c]).isCloseTo(9 + 0.1 * mean(x, c), within(FLOAT));
                assertThat((double) host(variance, C)[c]).isCloseTo(18 + 0.1 * unbiased, within(2 * FLOAT));
                assertThat((double) host(saved, C)[c]).isCloseTo(mean(x, c), within(FLOAT));
                assertThat((double) host(inverse, C)[c])
                        .isCloseTo(1 / Math.sqrt(variance(x, c) + EPSILON), within(FLOAT));
            }
        }
    }

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

    @Test
    void fusedFormIsThatOfSixteenBitsAlone() {
        double[] z = numbers(3);
        try (EmulatedDnn dnn = new EmulatedDnn(true)) {
            double[] sum = normalized(x);
            for (int i = 0; i < sum.length; i++) {
                sum[i] = Math.max(sum[i] + z[i], 0);
            }
            CUdeviceptr y = dnn.empty(Z);
            works(fused(dnn, z, y, 2048));
            double[] fused = dnn.download(y, Z);
            for (int i = 0; i < fused.length; i++) {
                // half of the last of 8 bits
                assertThat(fused[i]).isCloseTo(sum[i], within(sum[i] / 256));
            }
            assertThat(fused(dnn, z, y, 2047)).isEqualTo(BAD_PARAM);
            gradientsOfTheFusedForm(dnn, y, fused);
        }
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            assertThat(fused(dnn, z, dnn.empty(Z), 2048)).isEqualTo(NOT_SUPPORTED);
        }
    }

    /** y = max(normalized x + z, 0). */
    private int fused(EmulatedDnn dnn, double[] z, CUdeviceptr y, long workspace) {
        cudnnTensorDescriptor xt = dnn.tensor(Z);
        return cudnnBatchNormalizationForwardTrainingEx(
                dnn.handle,
                CUDNN_BATCHNORM_SPATIAL_PERSISTENT,
                CUDNN_BATCHNORM_OPS_BN_ADD_ACTIVATION,
                factor(1),
                factor(0),
                xt,
                dnn.upload(x, Z),
                xt,
                dnn.upload(z, Z),
                xt,
                y,
                params(xt),
                device(SCALE),
                device(BIAS),
                1,
                fresh(C),
                fresh(C),
                EPSILON,
                fresh(C),
                fresh(C),
                relu(),
                fresh(512),
                workspace,
                fresh(512),
                2048);
    }

    /** The summand's gradient is dy where y is above 0; that of x begins with it. */
    private void gradientsOfTheFusedForm(EmulatedDnn dnn, CUdeviceptr y, double[] output) {
        CUdeviceptr dz = dnn.empty(Z);
        CUdeviceptr dx = dnn.empty(Z);
        CUdeviceptr dBias = fresh(C);
        cudnnTensorDescriptor xt = dnn.tensor(Z);
        works(cudnnBatchNormalizationBackwardEx(
                dnn.handle,
                CUDNN_BATCHNORM_SPATIAL_PERSISTENT,
                CUDNN_BATCHNORM_OPS_BN_ADD_ACTIVATION,
                factor(1),
                factor(0),
                factor(1),
                factor(0),
                xt,
                dnn.upload(x, Z),
                xt,
                y,
                xt,
                dnn.upload(dy, Z),
                xt,
                dz,
                xt,
                dx,
                params(xt),
                device(SCALE),
                device(BIAS),
                fresh(C),
                dBias,
                EPSILON,
                new Pointer(),
                new Pointer(),
                relu(),
                fresh(512),
                2048,
                fresh(512),
                2048));
        double[] through = new double[C];
        for (int i = 0; i < output.length; i++) {
            double expected = output[i] > 0 ? dy[i] : 0;
            assertThat(dnn.download(dz, Z)[i]).isEqualTo(expected);
            through[i / HW % C] += expected;
        }
        for (int c = 0; c < C; c++) {
            assertThat((double) host(dBias, C)[c]).isEqualTo(through[c]);
        }
        assertThat(dnn.download(dx, Z)).doesNotContain(Double.NaN);
    }

    private static cudnnTensorDescriptor params(cudnnTensorDescriptor x) {
        cudnnTensorDescriptor params = new cudnnTensorDescriptor();
        works(cudnnCreateTensorDescriptor(params));
        works(cudnnDeriveBNTensorDescriptor(params, x, CUDNN_BATCHNORM_SPATIAL));
        return params;
    }

    private static cudnnActivationDescriptor relu() {
        cudnnActivationDescriptor relu = new cudnnActivationDescriptor();
        works(cudnnCreateActivationDescriptor(relu));
        works(cudnnSetActivationDescriptor(relu, CUDNN_ACTIVATION_RELU, CUDNN_PROPAGATE_NAN, 0));
        return relu;
    }

    /** Up to float32 and, for slopes, the error of a difference over 2e-5. */
    private static void close(double[] given, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(given[i]).isCloseTo(expected[i], within(4 * FLOAT));
        }
    }
}
