package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedDnn.works;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDeriveBNTensorDescriptor;
import static jcuda.jcudnn.cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL;

import java.util.Random;
import jcuda.jcudnn.cudnnTensorDescriptor;

/** A batch, its normalization as the formula says, and the descriptor of its parameters. */
final class NormalizedBatch {
    static final int N = 3;
    static final int C = 4;
    static final int HW = 6;
    static final int[] Z = {N, C, 2, 3};
    static final double EPSILON = 1e-3;
    static final float[] SCALE = {1, 2, -0.5f, 3};
    static final float[] BIAS = {0.25f, 0, 1, -1};
    /** A float of this size is off by half of 2^-23 of it; results are below 16. */
    static final double FLOAT = 1e-6;

    private NormalizedBatch() {}

    /** Quarters: exact in float32 and bfloat16. */
    static double[] numbers(int seed) {
        return new Random(seed)
                .ints(N * C * HW, -12, 13)
                .mapToDouble(i -> i / 4.0)
                .toArray();
    }

    /** scale·(x - mean)/√(variance + epsilon) + bias of each channel. */
    static double[] normalized(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int c = i / HW % C;
            y[i] = SCALE[c] * (x[i] - mean(x, c)) / Math.sqrt(variance(x, c) + EPSILON) + BIAS[c];
        }
        return y;
    }

    static double mean(double[] x, int c) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += i / HW % C == c ? x[i] : 0;
        }
        return sum / (N * HW);
    }

    static double variance(double[] x, int c) {
        double sum = 0;
        double mean = mean(x, c);
        for (int i = 0; i < x.length; i++) {
            sum += i / HW % C == c ? (x[i] - mean) * (x[i] - mean) : 0;
        }
        return sum / (N * HW);
    }

    static cudnnTensorDescriptor params(cudnnTensorDescriptor x) {
        cudnnTensorDescriptor params = new cudnnTensorDescriptor();
        works(cudnnCreateTensorDescriptor(params));
        works(cudnnDeriveBNTensorDescriptor(params, x, CUDNN_BATCHNORM_SPATIAL));
        return params;
    }
}
