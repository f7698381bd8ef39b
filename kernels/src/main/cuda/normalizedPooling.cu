// maxPool(ReLU(normalize(x))) and its adjoint, without the map between them.
#include "affine.cuh"
#include "windows.cuh"

template <typename T, int W>
__device__ __forceinline__ void normalizeMaxPool(
        Pooling z,
        float eps,
        const T *x,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta,
        T *y,
        T *index) {
    pixels<W>(z.n, z.p, z.q, z.lanes, [=](int image, int p, int q, int channel, int to) {
        Affine<W> f = affine<W>(z.c, channel, eps, mean, variance, gamma, beta);
        Largest<W> largest;
        window(z, image, p, q, channel, [&](int rs, int from) {
            Pack<T, W> xs = load<W>(x + from);
            for (int l = 0; l < W; l++) {
                largest.meet(l, rs, rectified(f.at(l, wide(xs.lane[l]))));
            }
        });
        largest.leave(z, channel, y + to, index + to);
    });
}

/** The gradient that reaches pixel i of the map between, where its output was positive. */
template <typename T, int W>
__device__ __forceinline__ void reached(
        const Pooling &z,
        const Affine<W> &f,
        int i,
        int channel,
        const T *dy,
        const T *index,
        const Pack<T, W> &xs,
        float *g) {
    int pixel = i % (z.h * z.w);
    gathered<T, W>(z, i / (z.h * z.w), pixel / z.w, pixel % z.w, channel, dy, index, g);
    for (int l = 0; l < W; l++) {
        g[l] = f.at(l, wide(xs.lane[l])) > 0 ? g[l] : 0;
    }
}

template <typename T, int W>
__device__ __forceinline__ void normalizeMaxPoolGradients(
        Pooling z,
        int lanes,
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
    int rows = z.n * z.h * z.w;
    for (int row = at.row; row < rows && at.channel < z.lanes; row += at.step) {
        Pack<T, W> xs = load<W>(x + (long long)row * z.lanes + at.channel);
        float g[W];
        reached<T, W>(z, f, row, at.channel, dy, index, xs, g);
        for (int l = 0; l < W; l++) {
            gradients.add(f, l, wide(xs.lane[l]), g[l]);
        }
    }
    gradients.leave(f, z.c, lanes, part, dgamma, dbeta);
}

template <typename T, int W>
__device__ __forceinline__ void normalizeMaxPoolBackward(
        Pooling z,
        int lanes,
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
    int rows = z.n * z.h * z.w;
    Affine<W> f = affine<W>(z.c, at.channel, eps, mean, variance, gamma, beta);
    Adjoint<W> adjoint(f, rows, z.c, at.channel, dgamma, dbeta);
    for (int row = at.row; row < rows && at.channel < z.lanes; row += at.step) {
        long long i = (long long)row * z.lanes + at.channel;
        Pack<T, W> xs = load<W>(x + i);
        float g[W];
        reached<T, W>(z, f, row, at.channel, dy, index, xs, g);
        Pack<T, W> dxs;
        for (int l = 0; l < W; l++) {
            narrow(adjoint.at(f, l, wide(xs.lane[l]), g[l]), &dxs.lane[l]);
        }
        save<W>(dxs, dx + i);
    }
}

#define FORWARD(T) (POOLING, float eps, const T *x, CHANNELS, T *y, T *index)
#define GRADIENTS(T)                                                                                          \
    (POOLING, int across, float eps, const T *dy, const T *index, const T *x, CHANNELS, float *part, float *dgamma, \
     float *dbeta)
#define BACKWARD(T)                                                                               \
    (POOLING, int across, float eps, const T *dy, const T *index, const T *x, CHANNELS, const float *dgamma, \
     const float *dbeta, T *dx)

BOTH(normalizeMaxPool, FORWARD, (Z, eps, x, mean, variance, gamma, beta, y, index))
ROWS_AT(2, normalizeMaxPoolGradients, GRADIENTS,
        (Z, across, eps, dy, index, x, mean, variance, gamma, beta, part, dgamma, dbeta))
ROWS_AT(2, normalizeMaxPoolBackward, BACKWARD,
        (Z, across, eps, dy, index, x, mean, variance, gamma, beta, dgamma, dbeta, dx))
