// Batch normalization of rows of channels [rows, stride], with statistics that are given.
#include "affine.cuh"

template <typename T, int W>
__device__ __forceinline__ void normalize(
        int rows,
        int c,
        int stride,
        int lanes,
        float eps,
        int relu,
        const T *x,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta,
        const T *residual,
        T *y) {
    Place at = place<W>(lanes);
    if (at.channel >= stride) {
        return;
    }
    Affine<W> f = affine<W>(c, at.channel, eps, mean, variance, gamma, beta);
    for (int row = at.row; row < rows; row += at.step) {
        long long i = (long long)row * stride + at.channel;
        Pack<T, W> xs = load<W>(x + i);
        Pack<T, W> added = load<W>((residual == nullptr ? x : residual) + i);
        Pack<T, W> ys;
        for (int l = 0; l < W; l++) {
            float v = f.at(l, wide(xs.lane[l])) + (residual == nullptr ? 0 : wide(added.lane[l]));
            narrow(relu ? rectified(v) : v, &ys.lane[l]);
        }
        save<W>(ys, y + i);
    }
}

/** dy where the output is positive, else 0; the output is y, or found from x where y is null. */
template <typename T, int W>
__device__ __forceinline__ void passed(
        const Affine<W> &f, long long i, int relu, const T *dy, const T *y, const Pack<T, W> &xs, float *g) {
    Pack<T, W> dys = load<W>(dy + i);
    Pack<T, W> ys = y == nullptr ? xs : load<W>(y + i);
    for (int l = 0; l < W; l++) {
        float output = y == nullptr ? f.at(l, wide(xs.lane[l])) : wide(ys.lane[l]);
        g[l] = relu && output <= 0 ? 0 : wide(dys.lane[l]);
    }
}

/** Parts of dgamma and dbeta. */
template <typename T, int W>
__device__ __forceinline__ void partialGradients(
        int rows,
        int c,
        int stride,
        int lanes,
        float eps,
        int relu,
        const T *dy,
        const T *y,
        const T *x,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta,
        float *dgamma,
        float *dbeta) {
    Place at = place<W>(lanes);
    float products[W];
    float sums[W];
    for (int l = 0; l < W; l++) {
        products[l] = 0;
        sums[l] = 0;
    }
    if (at.channel < stride) {
        Affine<W> f = affine<W>(c, at.channel, eps, mean, variance, gamma, beta);
        for (int row = at.row; row < rows; row += at.step) {
            long long i = (long long)row * stride + at.channel;
            Pack<T, W> xs = load<W>(x + i);
            float g[W];
            passed<T, W>(f, i, relu, dy, y, xs, g);
            for (int l = 0; l < W; l++) {
                products[l] += g[l] * f.normalized(l, wide(xs.lane[l]));
                sums[l] += g[l];
            }
        }
    }
    sumRows<W>(c, lanes, at.channel, products, dgamma);
    sumRows<W>(c, lanes, at.channel, sums, dbeta);
}

template <typename T, int W>
__device__ __forceinline__ void normalizeBackward(
        int rows,
        int c,
        int stride,
        int lanes,
        float eps,
        int relu,
        const T *dy,
        const T *y,
        const T *x,
        const float *mean,
        const float *variance,
        const float *gamma,
        const float *beta,
        const float *dgamma,
        const float *dbeta,
        T *dx,
        T *dresidual) {
    Place at = place<W>(lanes);
    if (at.channel >= stride) {
        return;
    }
    Affine<W> f = affine<W>(c, at.channel, eps, mean, variance, gamma, beta);
    Pack<float, W> products = channels<W>(c, at.channel, dgamma);
    Pack<float, W> sums = channels<W>(c, at.channel, dbeta);
    float share = 1.0f / (float)rows;
    for (int row = at.row; row < rows; row += at.step) {
        long long i = (long long)row * stride + at.channel;
        Pack<T, W> xs = load<W>(x + i);
        float g[W];
        passed<T, W>(f, i, relu, dy, y, xs, g);
        Pack<T, W> dxs;
        Pack<T, W> passing;
        for (int l = 0; l < W; l++) {
            narrow(f.gradient(l, wide(xs.lane[l]), g[l], products.lane[l] * share, sums.lane[l] * share), &dxs.lane[l]);
            narrow(g[l], &passing.lane[l]);
        }
        save<W>(dxs, dx + i);
        if (dresidual != nullptr) {
            save<W>(passing, dresidual + i);
        }
    }
}

#define ROWS int rows, int c, int stride, int lanes
#define FORWARD(T) (ROWS, float eps, int relu, const T *x, CHANNELS, const T *residual, T *y)
#define GRADIENTS(T) \
    (ROWS, float eps, int relu, const T *dy, const T *y, const T *x, CHANNELS, float *dgamma, float *dbeta)
#define BACKWARD(T)                                                                               \
    (ROWS, float eps, int relu, const T *dy, const T *y, const T *x, CHANNELS, const float *dgamma, \
     const float *dbeta, T *dx, T *dresidual)

EACH(normalize, FORWARD, (rows, c, stride, lanes, eps, relu, x, mean, variance, gamma, beta, residual, y))
EACH(partialGradients, GRADIENTS,
     (rows, c, stride, lanes, eps, relu, dy, y, x, mean, variance, gamma, beta, dgamma, dbeta))
EACH(normalizeBackward, BACKWARD,
     (rows, c, stride, lanes, eps, relu, dy, y, x, mean, variance, gamma, beta, dgamma, dbeta, dx, dresidual))
