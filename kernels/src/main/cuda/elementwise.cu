// Maps over all numbers a buffer spans, padding lanes too.
#include "janus.cuh"

/**
 * Numbers a buffer spans, in rows of stride; from live on, and in each row from c on, they are padding. Rows with padding
 * are whole vectors.
 */
struct Span {
    int count;
    int live;
    int c;
    int stride;
};

/** How many numbers from i on, to the end of i's row, are no padding; 0 or less if none. */
__device__ __forceinline__ int kept(const Span &z, int i) {
    return z.c == z.stride ? z.live - i : i < z.live ? z.c - i % z.stride : 0;
}

/** y[i] = f(i, a[i], b[i]), and 0 in padding lanes. */
template <typename T, int W, typename F>
__device__ __forceinline__ void map(Span z, const T *a, const T *b, T *y, F f) {
    for (int v = thread(); v * W < z.count; v += threads()) {
        int i = v * W;
        if (i + W <= z.count) {
            int lanes = kept(z, i);
            Pack<T, W> as = load<W>(a + i);
            Pack<T, W> bs = load<W>(b + i);
            Pack<T, W> ys;
            for (int l = 0; l < W; l++) {
                narrow(l < lanes ? f(i + l, wide(as.lane[l]), wide(bs.lane[l])) : 0, &ys.lane[l]);
            }
            save<W>(ys, y + i);
        } else {
            // one thread comes here, at most
#pragma unroll 1
            for (; i < z.count; i++) {
                narrow(kept(z, i) > 0 ? f(i, wide(a[i]), wide(b[i])) : 0, &y[i]);
            }
        }
    }
}

#define SPAN int count, int live, int c, int stride
#define Z (Span{count, live, c, stride})

#define UNARY(NAME, F)                                                                            \
    template <typename T, int W>                                                                  \
    __device__ __forceinline__ void NAME(Span z, const T *x, T *y) {                              \
        map<T, W>(z, x, x, y, [](int, float v, float) { return F; });                             \
    }

#define BINARY(NAME, F)                                                                           \
    template <typename T, int W>                                                                  \
    __device__ __forceinline__ void NAME(Span z, const T *a, const T *b, T *y) {                  \
        map<T, W>(z, a, b, y, [](int, float u, float v) { return F; });                           \
    }

UNARY(relu, rectified(v))
UNARY(sigmoid, logistic(v))
UNARY(copy, v)
BINARY(add, u + v)
BINARY(subtract, u - v)
BINARY(multiply, (u * v))
BINARY(reluBackward, (u > 0 ? v : 0))
BINARY(sigmoidBackward, (v * u * (1 - u)))

template <typename T, int W>
__device__ __forceinline__ void scale(Span z, float factor, const T *x, T *y) {
    map<T, W>(z, x, x, y, [=](int, float v, float) { return factor * v; });
}

/** y = value; what y held is not read. */
template <typename T, int W>
__device__ __forceinline__ void fill(Span z, float value, T *y) {
    for (int i = thread(); i < z.count; i += threads()) {
        narrow(kept(z, i) > 0 ? value : 0, &y[i]);
    }
}

template <typename T, int W>
__device__ __forceinline__ void spread(Span z, float factor, const float *dy, T *y) {
    fill<T, W>(z, factor * dy[0], y);
}

/** Philox 4x32-10 (Salmon et al., 2011): the upper 24 of the 64 bits of (key, stream, index). */
__device__ __forceinline__ int draw(unsigned int k0, unsigned int k1, int stream, unsigned int index) {
    unsigned int c0 = index;
    unsigned int c1 = 0;
    unsigned int c2 = (unsigned int)stream;
    unsigned int c3 = 0;
    for (int round = 0; round < 10; round++) {
        unsigned long long p0 = (unsigned long long)c0 * 0xD2511F53u;
        unsigned long long p1 = (unsigned long long)c2 * 0xCD9E8D57u;
        c0 = (unsigned int)(p1 >> 32) ^ c1 ^ k0;
        c2 = (unsigned int)(p0 >> 32) ^ c3 ^ k1;
        c1 = (unsigned int)p1;
        c3 = (unsigned int)p0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return (int)(c1 >> 8);
}

/** y = factor·x where the draw of x's row-major index is at least threshold (of 2^24), else 0. */
template <typename T, int W>
__device__ __forceinline__ void dropout(
        Span z, int hw, int stream, int threshold, float factor, const float *key, const T *x, T *y) {
    unsigned int k0 = (unsigned int)key[0] | (unsigned int)key[1] << 16;
    unsigned int k1 = (unsigned int)key[2] | (unsigned int)key[3] << 16;
    map<T, W>(z, x, x, y, [=](int i, float v, float) {
        int pixel = i / z.stride;
        int index = (pixel / hw * z.c + i % z.stride) * hw + pixel % hw;
        return draw(k0, k1, stream, (unsigned int)index) >= threshold ? v * factor : 0;
    });
}

/** y = x + b[channel]. */
template <typename T, int W>
__device__ __forceinline__ void addBias(Span z, const T *x, const float *b, T *y) {
    map<T, W>(z, x, x, y, [=](int i, float v, float) { return v + b[i % z.stride]; });
}

#define ONE(T) (SPAN, const T *x, T *y)
#define TWO(T) (SPAN, const T *a, const T *b, T *y)
#define SCALED(T) (SPAN, float factor, const T *x, T *y)
#define FILLED(T) (SPAN, float value, T *y)
#define SPREAD(T) (SPAN, float factor, const float *dy, T *y)
#define DROPPED(T) (SPAN, int hw, int stream, int threshold, float factor, const float *key, const T *x, T *y)
#define BIASED(T) (SPAN, const T *x, const float *b, T *y)

BOTH(relu, ONE, (Z, x, y))
BOTH(sigmoid, ONE, (Z, x, y))
BOTH(copy, ONE, (Z, x, y))
BOTH(add, TWO, (Z, a, b, y))
BOTH(subtract, TWO, (Z, a, b, y))
BOTH(multiply, TWO, (Z, a, b, y))
BOTH(reluBackward, TWO, (Z, a, b, y))
BOTH(sigmoidBackward, TWO, (Z, a, b, y))
BOTH(scale, SCALED, (Z, factor, x, y))
BOTH(fill, FILLED, (Z, value, y))
BOTH(spread, SPREAD, (Z, factor, dy, y))
BOTH(dropout, DROPPED, (Z, hw, stream, threshold, factor, key, x, y))
BOTH(addBias, BIASED, (Z, x, b, y))
