// Pooling of rows of channels [n,h,w,stride]; a thread owns 16 bytes of one output, so padding lanes follow: 0.
#include "windows.cuh"

template <typename T, int W>
__device__ __forceinline__ void maxPool(Pooling z, const T *x, T *y, T *index) {
    pixels<W>(z.n, z.p, z.q, z.lanes, [=](int image, int p, int q, int channel, int to) {
        Largest<W> largest;
        window(z, image, p, q, channel, [&](int rs, int from) {
            Pack<T, W> xs = load<W>(x + from);
            for (int l = 0; l < W; l++) {
                largest.meet(l, rs, wide(xs.lane[l]));
            }
        });
        largest.leave(z, channel, y + to, index + to);
    });
}

template <typename T, int W>
__device__ __forceinline__ void maxPoolBackward(Pooling z, const T *dy, const T *index, T *dx) {
    pixels<W>(z.n, z.h, z.w, z.lanes, [=](int image, int h, int w, int channel, int to) {
        float sums[W];
        gathered<T, W>(z, image, h, w, channel, dy, index, sums);
        Pack<T, W> dxs;
        for (int l = 0; l < W; l++) {
            narrow(sums[l], &dxs.lane[l]);
        }
        save<W>(dxs, dx + to);
    });
}

template <typename T, int W>
__device__ __forceinline__ void averagePool(Pooling z, const T *x, T *y) {
    pixels<W>(z.n, z.p, z.q, z.lanes, [=](int image, int p, int q, int channel, int to) {
        float sums[W];
        for (int l = 0; l < W; l++) {
            sums[l] = 0;
        }
        window(z, image, p, q, channel, [&](int, int from) {
            Pack<T, W> xs = load<W>(x + from);
            for (int l = 0; l < W; l++) {
                sums[l] += wide(xs.lane[l]);
            }
        });
        Pack<T, W> ys;
        for (int l = 0; l < W; l++) {
            narrow(sums[l] / (z.r * z.s), &ys.lane[l]);
        }
        save<W>(ys, y + to);
    });
}

template <typename T, int W>
__device__ __forceinline__ void averagePoolBackward(Pooling z, const T *dy, T *dx) {
    pixels<W>(z.n, z.h, z.w, z.lanes, [=](int image, int h, int w, int channel, int to) {
        float sums[W];
        for (int l = 0; l < W; l++) {
            sums[l] = 0;
        }
        windows(z, image, h, w, channel, [&](int, int from) {
            Pack<T, W> dys = load<W>(dy + from);
            for (int l = 0; l < W; l++) {
                sums[l] += wide(dys.lane[l]);
            }
        });
        Pack<T, W> dxs;
        for (int l = 0; l < W; l++) {
            narrow(sums[l] / (z.r * z.s), &dxs.lane[l]);
        }
        save<W>(dxs, dx + to);
    });
}

#define LARGEST(T) (POOLING, const T *x, T *y, T *index)
#define LARGEST_BACKWARD(T) (POOLING, const T *dy, const T *index, T *dx)
#define MAPPED(T) (POOLING, const T *x, T *y)

BOTH(maxPool, LARGEST, (Z, x, y, index))
BOTH(maxPoolBackward, LARGEST_BACKWARD, (Z, dy, index, dx))
BOTH(averagePool, MAPPED, (Z, x, y))
BOTH(averagePoolBackward, MAPPED, (Z, x, y))
