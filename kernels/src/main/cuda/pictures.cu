// Pictures of bytes [n,h,w,3] as images of rows of channels, each through a map of its own.
#include "janus.cuh"

#define CHANNELS 3

/** The float64 that three float32 add up to. */
__device__ __forceinline__ double triple(const float *x) {
    return __dadd_rn(__dadd_rn((double)x[0], (double)x[1]), (double)x[2]);
}

/** x·u + y·v + center between 0 and most. Here and below nothing is fused, so that the CPU's bits come out. */
__device__ __forceinline__ float place(double x, double u, double y, double v, double center, int most) {
    double at = __dadd_rn(__dadd_rn(__dmul_rn(x, u), __dmul_rn(y, v)), center);
    return (float)(at > 0 ? at < most ? at : most : 0);
}

/** a + f·(b − a), as a·(1 − f) + b·f. */
__device__ __forceinline__ float between(float a, float b, float f) {
    return __fadd_rn(__fmul_rn(a, 1 - f), __fmul_rn(b, f));
}

/** The numbers of a map, each the sum of three: found once for all pixels that a thread has of a picture. */
struct Map {
    double numbers[6];
    float means[CHANNELS];
    float deviations[CHANNELS];

    __device__ __forceinline__ explicit Map(const float *from) {
        for (int k = 0; k < 6; k++) {
            numbers[k] = triple(from + 3 * k);
        }
        for (int k = 0; k < CHANNELS; k++) {
            means[k] = from[3 * (6 + k)];
            deviations[k] = from[3 * (6 + CHANNELS + k)];
        }
    }

    static constexpr int FLOATS = 3 * (6 + 2 * CHANNELS);
};

/** gridDim.y takes turns at pictures, and the threads of a row of blocks at pixels of y, whose padding lanes are 0. */
template <typename T, int W>
__device__ __forceinline__ void warp(int n, int h, int w, const unsigned char *pictures, const float *maps, T *y) {
    double cx = (w - 1) / 2.0;
    double cy = (h - 1) / 2.0;
    int down = threads() / w;
    int across = threads() - down * w;
    for (int picture = blockIdx.y; picture < n; picture += gridDim.y) {
        Map map(maps + picture * Map::FLOATS);
        const unsigned char *bytes = pictures + picture * (h * w * CHANNELS);
        int row = thread() / w;
        int column = thread() - row * w;
        while (row < h) {
            double u = column - cx - map.numbers[4];
            double v = row - cy - map.numbers[5];
            float px = place(map.numbers[0], u, map.numbers[1], v, cx, w - 1);
            float py = place(map.numbers[2], u, map.numbers[3], v, cy, h - 1);
            int left = (int)px;
            int top = (int)py;
            const unsigned char *from = bytes + CHANNELS * (top * w + left);
            int right = left + 1 < w ? CHANNELS : 0;
            int below = top + 1 < h ? CHANNELS * w : 0;
            Pack<T, W> pixel;
            for (int k = 0; k < W; k++) {
                if (k < CHANNELS) {
                    float above = between(from[k], from[k + right], px - left);
                    float under = between(from[k + below], from[k + below + right], px - left);
                    float v = between(above, under, py - top) / 255 - map.means[k];
                    narrow(v / map.deviations[k], &pixel.lane[k]);
                } else {
                    narrow(0, &pixel.lane[k]);
                }
            }
            save<W>(pixel, y + ((picture * h + row) * w + column) * W);
            column += across;
            row += down;
            if (column >= w) {
                column -= w;
                row++;
            }
        }
    }
}

#define WARP(T) (int n, int h, int w, const unsigned char *pictures, const float *maps, T *y)

BOTH(warp, WARP, (n, h, w, pictures, maps, y))
