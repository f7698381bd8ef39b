// The affine map of batch normalization, for W channels at once.
#pragma once

#include "janus.cuh"

/** What normalization does to W channels: y = (x - mean)·scale + beta. Padding lanes have 0, and so give 0. */
template <int W>
struct Affine {
    Pack<float, W> mean;
    Pack<float, W> inverse;
    Pack<float, W> scale;
    Pack<float, W> beta;

    /** One rounding each, the same in every kernel. */
    __device__ __forceinline__ float at(int l, float x) const {
        return fmaf(x - mean.lane[l], scale.lane[l], beta.lane[l]);
    }

    __device__ __forceinline__ float normalized(int l, float x) const { return (x - mean.lane[l]) * inverse.lane[l]; }

    /** dx of gradient g, where dgamma and dbeta come to so much for each number of the batch. */
    __device__ __forceinline__ float gradient(int l, float x, float g, float dgamma, float dbeta) const {
        return scale.lane[l] * (g - dbeta - normalized(l, x) * dgamma);
    }
};

template <int W>
__device__ __forceinline__ Affine<W> affine(
        int c,
        int channel,
        float eps,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta) {
    Affine<W> f;
    f.mean = channels<W>(c, channel, mean);
    f.inverse = channels<W>(c, channel, variance);
    f.scale = channels<W>(c, channel, gamma);
    f.beta = channels<W>(c, channel, beta);
    for (int l = 0; l < W; l++) {
        f.inverse.lane[l] = 1.0f / sqrtf(f.inverse.lane[l] + eps);
        f.scale.lane[l] *= f.inverse.lane[l];
    }
    return f;
}

#define CHANNELS const float *mean, const float *variance, const float *gamma, const float *beta
