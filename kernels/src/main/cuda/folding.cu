// A filter [k,r,s,c] with the normalization behind its convolution in it.
#include "janus.cuh"

/**
 * y = x·scale of its output channel, length numbers for each of total ≥ k channels, and shift = beta - mean·scale, where
 * scale = gamma/sqrt(variance + eps); 0 from channel k on.
 */
template <typename T, int W>
__device__ __forceinline__ void fold(
        int total,
        int k,
        int length,
        float eps,
        const float *x,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta,
        T *y,
        T *shift) {
    for (int i = thread(); i < total * length; i += threads()) {
        int channel = i / length;
        bool live = channel < k;
        float scale = live ? gamma[channel] / sqrtf(variance[channel] + eps) : 0;
        narrow(live ? x[i] * scale : 0, &y[i]);
        if (i % length == 0) {
            narrow(live ? fmaf(-mean[channel], scale, beta[channel]) : 0, &shift[channel]);
        }
    }
}

#define FOLDED(T)                                                                                        \
    (int total, int k, int length, float eps, const float *x, const float *mean, const float *variance, \
     const float *gamma, const float *beta, T *y, T *shift)

BOTH(fold, FOLDED, (total, k, length, eps, x, mean, variance, gamma, beta, y, shift))
