// From row-major [n,c,hw] outside to rows of channels [n,hw,stride] inside, and back; and between channels.
#include "janus.cuh"

/** y[i,p,0..stride) = x[i,0..c,p] for i < n, else 0, and 0 in padding lanes; y holds total ≥ n rows of pixels. */
template <typename T, int W>
__device__ __forceinline__ void rows(int total, int n, int c, int hw, int stride, const float *x, T *y) {
    int vectors = stride / W;
    for (int v = thread(); v < total * vectors * hw; v += threads()) {
        // neighbours read neighbouring pixels
        int pixel = v % hw;
        int channel = v / hw % vectors * W;
        int i = v / hw / vectors;
        Pack<T, W> pack;
        for (int l = 0; l < W; l++) {
            bool inside = i < n && channel + l < c;
            narrow(inside ? x[(i * c + channel + l) * hw + pixel] : 0, &pack.lane[l]);
        }
        save<W>(pack, y + (i * hw + pixel) * stride + channel);
    }
}

/** y[i,k,p] = x[i,p,k] for i < n, k < c. */
template <typename T, int W>
__device__ __forceinline__ void planes(int n, int c, int hw, int stride, const T *x, float *y) {
    int vectors = stride / W;
    for (int v = thread(); v < n * vectors * hw; v += threads()) {
        int pixel = v % hw;
        int channel = v / hw % vectors * W;
        int i = v / hw / vectors;
        Pack<T, W> pack = load<W>(x + (i * hw + pixel) * stride + channel);
        for (int l = 0; l < W && channel + l < c; l++) {
            y[(i * c + channel + l) * hw + pixel] = wide(pack.lane[l]);
        }
    }
}

/** y[row, iy..iy+count) = x[row, ix..ix+count), and 0 in the next pad channels of y. */
template <typename T, int W>
__device__ __forceinline__ void copyChannels(
        int rows, int strideX, int ix, int strideY, int iy, int count, int pad, const T *x, T *y) {
    int width = count + pad;
    for (int i = thread(); i < rows * width; i += threads()) {
        int row = i / width;
        int k = i % width;
        T *to = y + (long long)row * strideY + iy + k;
        if (k < count) {
            *to = x[(long long)row * strideX + ix + k];
        } else {
            narrow(0, to);
        }
    }
}

/** The bf16 nearest to each of 8·count float32: the shadow of filters. */
extern "C" __global__ void shadow_bf16(int count, const float *x, bf16 *y) {
    for (int i = thread(); i < count; i += threads()) {
        Pack<float, 8> from = load<8>(x + i * 8);
        Pack<bf16> to;
        for (int l = 0; l < 8; l++) {
            narrow(from.lane[l], &to.lane[l]);
        }
        save<8>(to, y + i * 8);
    }
}

/** Back: float32 of each bf16. */
extern "C" __global__ void widen_bf16(int count, const bf16 *x, float *y) {
    for (int i = thread(); i < count; i += threads()) {
        y[i] = wide(x[i]);
    }
}

#define ROWS(T) (int total, int n, int c, int hw, int stride, const float *x, T *y)
#define PLANES(T) (int n, int c, int hw, int stride, const T *x, float *y)
#define CHANNELS(T) (int rows, int strideX, int ix, int strideY, int iy, int count, int pad, const T *x, T *y)

BOTH(rows, ROWS, (total, n, c, hw, stride, x, y))
BOTH(planes, PLANES, (n, c, hw, stride, x, y))
BOTH(copyChannels, CHANNELS, (rows, strideX, ix, strideY, iy, count, pad, x, y))
