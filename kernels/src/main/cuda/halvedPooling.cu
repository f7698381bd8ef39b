// As normalizedPooling.cu, of windows of 3 × 3 that lie 2 apart in a border of 1.
#include "halved.cuh"

template <typename T, int W>
__device__ __forceinline__ void halvedMaxPool(
        Pooling z,
        int lanes,
        int tall,
        float eps,
        const T *x,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta,
        T *y,
        T *index) {
    Place at = place<W>(lanes);
    Affine<W> f = affine<W>(z.c, at.channel, eps, mean, variance, gamma, beta);
    pieces(z, tall, at, [&](int image, int p, int end, int q) {
        int row = z.w * z.lanes;
        int left = q > 0 ? z.lanes : 0;
        int right = 2 * q + 1 < z.w ? z.lanes : 0;
        const T *from = x + (image * z.h + 2 * p) * row + 2 * q * z.lanes + at.channel;
        int to = ((image * z.p + p) * z.q + q) * z.lanes + at.channel;
        Pack<T, W> xs[6];
        Most<W> above;
        if (p > 0) {
            three(from - row, left, right, xs);
            above.meet(f, xs, left, right, 0);
        }
        for (; p < end; p++, from += 2 * row, to += z.q * z.lanes) {
            bool below = 2 * p + 1 < z.h;
            three(from, left, right, xs);
            three(from + (below ? row : 0), left, right, xs + 3);
            Most<W> window = above;
            window.meet(f, xs, left, right, 3);
            above = Most<W>();
            if (below) {
                above.meet(f, xs + 3, left, right, 0);
            }
            for (int l = 0; l < W; l++) {
                window.meet(l, above.value[l], above.place[l] + 6);
            }
            window.leave(z.c - at.channel, (p == 0 ? 3 : 0) + (q == 0 ? 1 : 0), y + to, index + to);
        }
    });
}

template <typename T, int W>
__device__ __forceinline__ void halvedMaxPoolGradients(
        Pooling z,
        int lanes,
        int tall,
        float eps,
        const T *dy,
        const T *index,
        const T *x,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta,
        float *part,
        float *dgamma,
        float *dbeta) {
    Place at = place<W>(lanes);
    Gradients<W> gradients;
    Affine<W> f = affine<W>(z.c, at.channel, eps, mean, variance, gamma, beta);
    tiles<T, W>(z, tall, at, dy, index, x, [&](int, const Pack<T, W> &xs, auto g) {
        for (int l = 0; l < W; l++) {
            float v = wide(xs.lane[l]);
            gradients.add(f, l, v, f.at(l, v) > 0 ? g(l) : 0);
        }
    });
    gradients.leave(f, z.c, lanes, part, dgamma, dbeta);
}

template <typename T, int W>
__device__ __forceinline__ void halvedMaxPoolBackward(
        Pooling z,
        int lanes,
        int tall,
        float eps,
        const T *dy,
        const T *index,
        const T *x,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta,
        const float *dgamma,
        const float *dbeta,
        T *dx) {
    Place at = place<W>(lanes);
    Affine<W> f = affine<W>(z.c, at.channel, eps, mean, variance, gamma, beta);
    Adjoint<W> adjoint(f, z.n * z.h * z.w, z.c, at.channel, dgamma, dbeta);
    tiles<T, W>(z, tall, at, dy, index, x, [&](int to, const Pack<T, W> &xs, auto g) {
        Pack<T, W> dxs;
        for (int l = 0; l < W; l++) {
            float v = wide(xs.lane[l]);
            narrow(adjoint.at(f, l, v, f.at(l, v) > 0 ? g(l) : 0), &dxs.lane[l]);
        }
        save<W>(dxs, dx + to);
    });
}

#define SIZES POOLING, int across, int tall, float eps
#define FORWARD(T) (SIZES, const T *x, CHANNELS, T *y, T *index)
#define GRADIENTS(T) \
    (SIZES, const T *dy, const T *index, const T *x, CHANNELS, float *part, float *dgamma, float *dbeta)
#define BACKWARD(T) \
    (SIZES, const T *dy, const T *index, const T *x, CHANNELS, const float *dgamma, const float *dbeta, T *dx)

ROWS_AT(4, halvedMaxPool, FORWARD, (Z, across, tall, eps, x, mean, variance, gamma, beta, y, index))
ROWS_AT(3, halvedMaxPoolGradients, GRADIENTS,
        (Z, across, tall, eps, dy, index, x, mean, variance, gamma, beta, part, dgamma, dbeta))
ROWS_AT(3, halvedMaxPoolBackward, BACKWARD,
        (Z, across, tall, eps, dy, index, x, mean, variance, gamma, beta, dgamma, dbeta, dx))
