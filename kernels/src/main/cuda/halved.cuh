// Windows of 3 × 3 that lie 2 apart in a border of 1: window (p, q) is of the rows 2p - 1, 2p, 2p + 1 of x and as many
// columns. A thread walks down a piece of a column of windows, tall rows of them: what two rows share, it has once.
#pragma once

#include "affine.cuh"
#include "windows.cuh"

/** Calls of(image, p, the row of windows past the piece's last, q) for each piece of a thread. */
template <typename F>
__device__ __forceinline__ void pieces(const Pooling &z, int tall, const Place &at, F of) {
    int pieces = (z.p + tall - 1) / tall;
    for (int i = at.row; i < z.n * pieces * z.q && at.channel < z.lanes; i += at.step) {
        int p = i / z.q % pieces * tall;
        of(i / z.q / pieces, p, min(p + tall, z.p), i % z.q);
    }
}

/** The largest of some pixels and its place in the window, first on a tie; NaN, the first, is larger than all. */
template <int W>
struct Most {
    float value[W];
    float place[W];

    __device__ __forceinline__ Most() {
        for (int l = 0; l < W; l++) {
            value[l] = -__int_as_float(0x7F800000);
            place[l] = 0;
        }
    }

    __device__ __forceinline__ void meet(int l, float v, float at) {
        if (!(v <= value[l]) && value[l] == value[l]) {
            value[l] = v;
            place[l] = at;
        }
    }

    /** Meets the pixels of a row, left of the middle and right of it if there are such; at is the left one's place. */
    template <typename T>
    __device__ __forceinline__ void meet(const Affine<W> &f, const Pack<T, W> *xs, bool left, bool right, float at) {
        for (int l = 0; l < W; l++) {
            if (left) {
                meet(l, f.at(l, wide(xs[0].lane[l])), at);
            }
            meet(l, f.at(l, wide(xs[1].lane[l])), at + 1);
            if (right) {
                meet(l, f.at(l, wide(xs[2].lane[l])), at + 2);
            }
        }
    }

    /** ReLU comes after all: where nothing is positive, all were equal, and the window's first is the largest. */
    template <typename T>
    __device__ __forceinline__ void leave(int live, float first, T *y, T *index) const {
        Pack<T, W> ys;
        Pack<T, W> places;
        for (int l = 0; l < W; l++) {
            bool none = value[l] <= 0;
            narrow(none ? 0 : value[l], &ys.lane[l]);
            narrow(none ? (l < live ? first : 0) : place[l], &places.lane[l]);
        }
        save<W>(ys, y);
        save<W>(places, index);
    }
};

/** The pixel at x and its neighbours left and right, itself in the place of those that there are none. */
template <typename T, int W>
__device__ __forceinline__ void three(const T *x, int left, int right, Pack<T, W> *xs) {
    xs[0] = load<W>(x - left);
    xs[1] = load<W>(x);
    xs[2] = load<W>(x + right);
}

/** A vector as it was loaded: were its lanes taken apart from row to row, each would have a register. */
template <typename T, int W>
struct Lanes {
    Pack<unsigned int, W * sizeof(T) / 4> words;

    __device__ __forceinline__ float at(int l) const {
        unsigned int word = words.lane[l * sizeof(T) / 4];
        return __uint_as_float(sizeof(T) == 4 ? word : l % 2 == 0 ? word << 16 : word & 0xFFFF0000u);
    }
};

/** Where a window's largest lay, and the gradient that goes there; NaN, which is nowhere, past the edges. */
template <typename T, int W>
struct Window {
    Lanes<T, W> place;
    Lanes<T, W> dy;

    __device__ __forceinline__ Window(bool inside, const T *dys, const T *index) {
        for (unsigned int &word : place.words.lane) {
            word = 0xFFFFFFFFu;
        }
        dy = place;
        if (inside) {
            place = *reinterpret_cast<const Lanes<T, W> *>(index);
            dy = *reinterpret_cast<const Lanes<T, W> *>(dys);
        }
    }

    __device__ __forceinline__ float at(int l, float rs) const { return place.at(l) == rs ? dy.at(l) : 0; }
};

/**
 * Calls of(offset, pixel, the gradient that reaches it) for every pixel of x, four at a time: from the middle of window
 * (p, q) on, two by two. They lie in that one, in those right of it and below it, and in the one below the right one.
 */
template <typename T, int W, typename F>
__device__ __forceinline__ void tiles(
        const Pooling &z, int tall, const Place &at, const T *dy, const T *index, const T *x, F of) {
    pieces(z, tall, at, [&](int image, int p, int end, int q) {
        int row = z.w * z.lanes;
        bool next = q + 1 < z.q;
        bool right = 2 * q + 1 < z.w;
        int to = ((image * z.p + p) * z.q + q) * z.lanes + at.channel;
        int from = (image * z.h + 2 * p) * row + 2 * q * z.lanes + at.channel;
        Window<T, W> a(true, dy + to, index + to);
        Window<T, W> b(next, dy + to + z.lanes, index + to + z.lanes);
        for (; p < end; p++, from += 2 * row) {
            bool below = 2 * p + 1 < z.h;
            int across = right ? z.lanes : 0;
            int down = below ? row : 0;
            Pack<T, W> xs[4] = {load<W>(x + from), load<W>(x + from + across), load<W>(x + from + down),
                                load<W>(x + from + down + across)};
            to += z.q * z.lanes;
            Window<T, W> c(p + 1 < z.p, dy + to, index + to);
            Window<T, W> d(p + 1 < z.p && next, dy + to + z.lanes, index + to + z.lanes);
            of(from, xs[0], [&](int l) { return a.at(l, 4); });
            if (right) {
                of(from + across, xs[1], [&](int l) { return b.at(l, 3) + a.at(l, 5); });
            }
            if (below) {
                of(from + down, xs[2], [&](int l) { return c.at(l, 1) + a.at(l, 7); });
            }
            if (right && below) {
                of(from + down + across, xs[3],
                   [&](int l) { return d.at(l, 0) + c.at(l, 2) + b.at(l, 6) + a.at(l, 8); });
            }
            a = c;
            b = d;
        }
    });
}
