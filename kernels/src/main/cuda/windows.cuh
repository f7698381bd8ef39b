// Windows over rows of channels [n,h,w,lanes].
#pragma once

#include "janus.cuh"

struct Pooling {
    int n;
    int c;
    int h;
    int w;
    int r;
    int s;
    int stride;
    int pad;
    int p;
    int q;
    /** Channels of a pixel, padding lanes too. */
    int lanes;
};

/** A kernel's sizes, and Z made of them. */
#define POOLING \
    int n, int c, int h, int w, int r, int s, int stride, int pad, int p, int q, int lanes
#define Z (Pooling{n, c, h, w, r, s, stride, pad, p, q, lanes})

/** Calls at(image, row, column, channel, offset) for every vector of a map of height × width pixels. */
template <int W, typename F>
__device__ __forceinline__ void pixels(int n, int height, int width, int lanes, F at) {
    int vectors = lanes / W;
    for (int v = thread(); v < n * height * width * vectors; v += threads()) {
        int channel = v % vectors * W;
        int pixel = v / vectors;
        at(pixel / width / height, pixel / width % height, pixel % width, channel, pixel * lanes + channel);
    }
}

/** Calls tap(place in the window, offset of the pixel in x) for the pixels of window (image, p, q) inside x. */
template <typename F>
__device__ __forceinline__ void window(const Pooling &z, int image, int p, int q, int channel, F tap) {
    for (int r = 0; r < z.r; r++) {
        for (int s = 0; s < z.s; s++) {
            int h = p * z.stride - z.pad + r;
            int w = q * z.stride - z.pad + s;
            if (h >= 0 && h < z.h && w >= 0 && w < z.w) {
                tap(r * z.s + s, ((image * z.h + h) * z.w + w) * z.lanes + channel);
            }
        }
    }
}

/** Calls tap(place in the window, offset of the window in y) for the windows that pixel (image, h, w) lies in. */
template <typename F>
__device__ __forceinline__ void windows(const Pooling &z, int image, int h, int w, int channel, F tap) {
    for (int r = (h + z.pad) % z.stride; r < z.r; r += z.stride) {
        int p = (h + z.pad - r) / z.stride;
        if (h + z.pad < r || p >= z.p) {
            continue;
        }
        for (int s = (w + z.pad) % z.stride; s < z.s; s += z.stride) {
            int q = (w + z.pad - s) / z.stride;
            if (w + z.pad >= s && q < z.q) {
                tap(r * z.s + s, ((image * z.p + p) * z.q + q) * z.lanes + channel);
            }
        }
    }
}

/** The largest of what it meets, first on a tie, and its place; NaN, the first, is larger than all. */
template <int W>
struct Largest {
    float best[W];
    int place[W];

    __device__ __forceinline__ Largest() {
        for (int l = 0; l < W; l++) {
            best[l] = 0;
            place[l] = -1;
        }
    }

    __device__ __forceinline__ void meet(int l, int rs, float v) {
        if (place[l] < 0 || v > best[l] || (v != v && best[l] == best[l])) {
            best[l] = v;
            place[l] = rs;
        }
    }

    template <typename T>
    __device__ __forceinline__ void leave(const Pooling &z, int channel, T *y, T *index) const {
        Pack<T, W> ys;
        Pack<T, W> places;
        for (int l = 0; l < W; l++) {
            narrow(best[l], &ys.lane[l]);
            narrow(channel + l < z.c ? place[l] : 0, &places.lane[l]);
        }
        save<W>(ys, y);
        save<W>(places, index);
    }
};

/** sums = dy of the windows whose maximum pixel (image, h, w) was. */
template <typename T, int W>
__device__ __forceinline__ void gathered(
        const Pooling &z, int image, int h, int w, int channel, const T *dy, const T *index, float *sums) {
    for (int l = 0; l < W; l++) {
        sums[l] = 0;
    }
    windows(z, image, h, w, channel, [&](int rs, int from) {
        Pack<T, W> places = load<W>(index + from);
        Pack<T, W> dys = load<W>(dy + from);
        for (int l = 0; l < W; l++) {
            sums[l] += wide(places.lane[l]) == rs ? wide(dys.lane[l]) : 0;
        }
    });
}
