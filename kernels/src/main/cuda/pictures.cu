// Pictures of bytes [n,h,w,3] as images of rows of channels, each through a map of its own.
#include "janus.cuh"

#define CHANNELS 3
/** Numbers of a map, each the sum of three. */
#define MAP 12

/** The float64 that three float32 add up to. */
__device__ __forceinline__ double triple(const float *x) {
    return __dadd_rn(__dadd_rn((double)x[0], (double)x[1]), (double)x[2]);
}

/** x·u + y·v + center between 0 and most. Here and below nothing is fused, so that the CPU's bits come out. */
__device__ __forceinline__ float place(double x, double u, double y, double v, double center, int most) {
    double at = __dadd_rn(__dadd_rn(__dmul_rn(x, u), __dmul_rn(y, v)), center);
    return (float)fmin(fmax(at, 0.0), (double)most);
}

/** a + f·(b − a), as a·(1 − f) + b·f. */
__device__ __forceinline__ float between(float a, float b, float f) {
    return __fadd_rn(__fmul_rn(a, 1 - f), __fmul_rn(b, f));
}

/** A thread owns a pixel of y; its padding lanes are 0. */
template <typename T, int W>
__device__ __forceinline__ void warp(int n, int h, int w, const unsigned char *pictures, const float *maps, T *y) {
    double cx = (w - 1) / 2.0;
    double cy = (h - 1) / 2.0;
    for (int i = thread(); i < n * h * w; i += threads()) {
        int picture = i / (h * w);
        const float *map = maps + picture * (3 * MAP);
        double u = i % w - cx - triple(map + 12);
        double v = i / w % h - cy - triple(map + 15);
        float px = place(triple(map), u, triple(map + 3), v, cx, w - 1);
        float py = place(triple(map + 6), u, triple(map + 9), v, cy, h - 1);
        int left = (int)px;
        int top = (int)py;
        const unsigned char *from = pictures + CHANNELS * ((picture * h + top) * w + left);
        int right = left + 1 < w ? CHANNELS : 0;
        int below = top + 1 < h ? CHANNELS * w : 0;
        Pack<T, W> pixel;
        for (int k = 0; k < W; k++) {
            if (k < CHANNELS) {
                float above = between(from[k], from[k + right], px - left);
                float under = between(from[k + below], from[k + below + right], px - left);
                float mean = map[18 + 3 * k];
                float deviation = map[18 + 3 * (CHANNELS + k)];
                narrow((between(above, under, py - top) / 255 - mean) / deviation, &pixel.lane[k]);
            } else {
                narrow(0, &pixel.lane[k]);
            }
        }
        save<W>(pixel, y + i * W);
    }
}

#define WARP(T) (int n, int h, int w, const unsigned char *pictures, const float *maps, T *y)

BOTH(warp, WARP, (n, h, w, pictures, maps, y))
