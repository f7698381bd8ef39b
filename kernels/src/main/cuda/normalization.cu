// Batch normalization of rows of channels [rows, stride], with statistics that are given.
#include "affine.cuh"

/** Rows that a thread loads at once. */
template <typename T>
constexpr int RUN = 8 / sizeof(T);

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
    Affine<W> f = affine<W>(c, at.channel, eps, mean, variance, gamma, beta);
    walk<RUN<T>, false>(at, rows, stride, [&](const Run &run) {
        Pack<T, W> xs[RUN<T>];
        Pack<T, W> added[RUN<T>];
        fetch<RUN<T>>(run, x, xs);
        if (residual != nullptr) {
            fetch<RUN<T>>(run, residual, added);
        }
        for (int r = 0; r < RUN<T> && r < run.live; r++) {
            Pack<T, W> ys;
            for (int l = 0; l < W; l++) {
                float v = f.at(l, wide(xs[r].lane[l])) + (residual == nullptr ? 0 : wide(added[r].lane[l]));
                narrow(relu ? rectified(v) : v, &ys.lane[l]);
            }
            save<W>(ys, y + run.at(r));
        }
    });
}

/** What reaches normalize's output, before ReLU, of some rows. */
template <typename T, int W>
struct Passed {
    Pack<T, W> dys[RUN<T>];
    Pack<T, W> ys[RUN<T>];
    bool found;
    bool given;

    __device__ __forceinline__ Passed(const Run &run, int relu, const T *dy, const T *y) {
        given = relu && y != nullptr;
        found = relu && y == nullptr;
        fetch<RUN<T>>(run, dy, dys);
        if (given) {
            fetch<RUN<T>>(run, y, ys);
        }
    }

    /** dy where the output is positive, else 0; the output is y, or found from x where y is null. */
    __device__ __forceinline__ float at(const Affine<W> &f, int r, int l, float x) const {
        float output = found ? f.at(l, x) : given ? wide(ys[r].lane[l]) : 1;
        return output <= 0 ? 0 : wide(dys[r].lane[l]);
    }
};

template <typename T, int W>
__device__ __forceinline__ void normalizeGradients(
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
        float *part,
        float *dgamma,
        float *dbeta) {
    Place at = place<W>(lanes);
    Gradients<W> gradients;
    Affine<W> f = affine<W>(c, at.channel, eps, mean, variance, gamma, beta);
    walk<RUN<T>, true>(at, rows, stride, [&](const Run &run) {
        Pack<T, W> xs[RUN<T>];
        fetch<RUN<T>>(run, x, xs);
        Passed<T, W> passed(run, relu, dy, y);
        for (int r = 0; r < RUN<T> && r < run.live; r++) {
            for (int l = 0; l < W; l++) {
                float v = wide(xs[r].lane[l]);
                gradients.add(f, l, v, passed.at(f, r, l, v));
            }
        }
    });
    gradients.leave(f, c, lanes, part, dgamma, dbeta);
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
    Affine<W> f = affine<W>(c, at.channel, eps, mean, variance, gamma, beta);
    Adjoint<W> adjoint(f, rows, c, at.channel, dgamma, dbeta);
    walk<RUN<T>, false>(at, rows, stride, [&](const Run &run) {
        Pack<T, W> xs[RUN<T>];
        fetch<RUN<T>>(run, x, xs);
        Passed<T, W> passed(run, relu, dy, y);
        for (int r = 0; r < RUN<T> && r < run.live; r++) {
            Pack<T, W> dxs;
            Pack<T, W> gs;
            for (int l = 0; l < W; l++) {
                float v = wide(xs[r].lane[l]);
                float g = passed.at(f, r, l, v);
                narrow(adjoint.at(f, l, v, g), &dxs.lane[l]);
                narrow(g, &gs.lane[l]);
            }
            save<W>(dxs, dx + run.at(r));
            if (dresidual != nullptr) {
                save<W>(gs, dresidual + run.at(r));
            }
        }
    });
}

#define ROWS int rows, int c, int stride, int lanes
#define FORWARD(T) (ROWS, float eps, int relu, const T *x, CHANNELS, const T *residual, T *y)
#define GRADIENTS(T)                                                                                       \
    (ROWS, float eps, int relu, const T *dy, const T *y, const T *x, CHANNELS, float *part, float *dgamma, \
     float *dbeta)
#define BACKWARD(T)                                                                               \
    (ROWS, float eps, int relu, const T *dy, const T *y, const T *x, CHANNELS, const float *dgamma, \
     const float *dbeta, T *dx, T *dresidual)

EACH_AT(4, normalize, FORWARD, (rows, c, stride, lanes, eps, relu, x, mean, variance, gamma, beta, residual, y))
EACH_AT(4, normalizeGradients, GRADIENTS,
        (rows, c, stride, lanes, eps, relu, dy, y, x, mean, variance, gamma, beta, part, dgamma, dbeta))
EACH_AT(3, normalizeBackward, BACKWARD,
        (rows, c, stride, lanes, eps, relu, dy, y, x, mean, variance, gamma, beta, dgamma, dbeta, dx, dresidual))
