// What cuDNN's batch normalization is given and gives: a number for each channel, padding lanes too.
#include "janus.cuh"

/**
 * y [5, total] = mean, variance, 1/√(variance + eps), gamma and beta [c]. Padding lanes have variance 1 and else 0: so
 * they give 0, whatever eps is.
 */
extern "C" __global__ void parameters_f32(
        int c,
        int total,
        float eps,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta,
        float *y) {
    for (int i = thread(); i < total; i += threads()) {
        bool inside = i < c;
        y[i] = inside ? mean[i] : 0;
        y[total + i] = inside ? variance[i] : 1;
        y[2 * total + i] = inside ? 1.0f / sqrtf(variance[i] + eps) : 0;
        y[3 * total + i] = inside ? gamma[i] : 0;
        y[4 * total + i] = inside ? beta[i] : 0;
    }
}

/** dgamma and dbeta [c] = x [2, total], without padding lanes. */
extern "C" __global__ void gradients_f32(int c, int total, const float *x, float *dgamma, float *dbeta) {
    for (int i = thread(); i < c; i += threads()) {
        dgamma[i] = x[i];
        dbeta[i] = x[total + i];
    }
}
