// The affine map of batch normalization and its adjoint, for W channels at once.
#pragma once

#include "rows.cuh"

/**
 * What normalization does to W channels: y = (x - mean)·scale + beta. Padding lanes have variance 1 and else 0: so they
 * give 0, whatever eps is.
 */
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
    f.inverse = channels<W>(c, channel, variance, 1);
    f.scale = channels<W>(c, channel, gamma);
    f.beta = channels<W>(c, channel, beta);
    for (int l = 0; l < W; l++) {
        f.inverse.lane[l] = 1.0f / sqrtf(f.inverse.lane[l] + eps);
        f.scale.lane[l] *= f.inverse.lane[l];
    }
    return f;
}

/** dgamma and dbeta of W channels. */
template <int W>
struct Gradients {
    /** Of g·(x - mean), then of g: one behind the other for sumRows. */
    float sums[2 * W];

    __device__ __forceinline__ Gradients() {
        for (int k = 0; k < 2 * W; k++) {
            sums[k] = 0;
        }
    }

    __device__ __forceinline__ void add(const Affine<W> &f, int l, float x, float g) {
        sums[l] += g * (x - f.mean.lane[l]);
        sums[W + l] += g;
    }

    /** Every thread calls it; what they added becomes dgamma and dbeta [c]. */
    __device__ __forceinline__ void leave(
            const Affine<W> &f, int c, int lanes, float *part, float *dgamma, float *dbeta) {
        for (int l = 0; l < W; l++) {
            sums[l] *= f.inverse.lane[l];
        }
        sumRows<W, 2>(c, lanes, sums, part, dgamma, dbeta);
    }
};

/** The adjoint: dx = scale·(g - dbeta/rows - (x - mean)·inverse·dgamma/rows). */
template <int W>
struct Adjoint {
    Pack<float, W> tilt;
    Pack<float, W> shift;

    __device__ __forceinline__ Adjoint(
            const Affine<W> &f, int rows, int c, int channel, const float *dgamma, const float *dbeta) {
        float share = 1.0f / (float)rows;
        tilt = channels<W>(c, channel, dgamma);
        shift = channels<W>(c, channel, dbeta);
        for (int l = 0; l < W; l++) {
            tilt.lane[l] *= share * f.inverse.lane[l];
            shift.lane[l] *= share;
        }
    }

    __device__ __forceinline__ float at(const Affine<W> &f, int l, float x, float g) const {
        return f.scale.lane[l] * (g - shift.lane[l] - (x - f.mean.lane[l]) * tilt.lane[l]);
    }
};

#define CHANNELS const float *mean, const float *variance, const float *gamma, const float *beta
