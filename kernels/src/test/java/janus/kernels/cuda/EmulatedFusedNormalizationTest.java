package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.device;
import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedContext.host;
import static janus.kernels.cuda.EmulatedDnn.BAD_PARAM;
import static janus.kernels.cuda.EmulatedDnn.NOT_SUPPORTED;
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
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationBackwardEx;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationForwardTrainingEx;
import static jcuda.jcudnn.JCudnn.cudnnCreateActivationDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetActivationDescriptor;
import static jcuda.jcudnn.cudnnActivationMode.CUDNN_ACTIVATION_RELU;
import static jcuda.jcudnn.cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL_PERSISTENT;
import static jcuda.jcudnn.cudnnBatchNormOps.CUDNN_BATCHNORM_OPS_BN_ADD_ACTIVATION;
import static jcuda.jcudnn.cudnnNanPropagation.CUDNN_PROPAGATE_NAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.Test;

/** Normalization, sum and ReLU in one call. */
class EmulatedFusedNormalizationTest {
    private final double[] x = numbers(1);
    private final double[] dy = numbers(2);
    private CUdeviceptr reserve = new CUdeviceptr();
    private CUdeviceptr mean = new CUdeviceptr();
    private CUdeviceptr inverse = new CUdeviceptr();

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
            for (int c = 0; c < C; c++) {
                double deviation = Math.sqrt(variance(x, c) + EPSILON);
                assertThat((double) host(mean, C)[c]).isCloseTo(mean(x, c), within(FLOAT));
                assertThat((double) host(inverse, C)[c]).isCloseTo(1 / deviation, within(FLOAT));
            }
            gradientsOfTheFusedForm(dnn, y, fused);
            assertThat(fused(dnn, z, y, 2047)).isEqualTo(BAD_PARAM);
        }
        try (EmulatedDnn dnn = new EmulatedDnn(false)) {
            assertThat(fused(dnn, z, dnn.empty(Z), 2048)).isEqualTo(NOT_SUPPORTED);
        }
    }

    /** y = max(normalized x + z, 0). */
    private int fused(EmulatedDnn dnn, double[] z, CUdeviceptr y, long workspace) {
        cudnnTensorDescriptor xt = dnn.tensor(Z);
        reserve = fresh(512);
        mean = fresh(C);
        inverse = fresh(C);
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
                new Pointer(),
                new Pointer(),
                EPSILON,
                mean,
                inverse,
                relu(),
                fresh(512),
                workspace,
                reserve,
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
                mean,
                inverse,
                relu(),
                fresh(512),
                2048,
                reserve,
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

    private static cudnnActivationDescriptor relu() {
        cudnnActivationDescriptor relu = new cudnnActivationDescriptor();
        works(cudnnCreateActivationDescriptor(relu));
        works(cudnnSetActivationDescriptor(relu, CUDNN_ACTIVATION_RELU, CUDNN_PROPAGATE_NAN, 0));
        return relu;
    }
}
