// Convolutions of stride 2 over few channels as ones of stride 1 over more: the 2×2 pixels that a step passes become one
// pixel with 4 channels each, 16 in all, and a filter [k,r,s,c] one of [k,⌈r/2⌉,⌈s/2⌉,16], zeros where there is none.
#include "janus.cuh"

/** Channels of a pixel, of which four become one. */
#define PHASE 4

/** y [n,p,q,16] of x [n,h,w,lanes], whose first pixel is at (-pad, -pad). */
extern "C" __global__ void imagePhases_bf16(
        int n, int h, int w, int lanes, int pad, int p, int q, const bf16 *x, bf16 *y) {
    for (int i = thread(); i < n * p * q; i += threads()) {
        int column = i % q * 2 - pad;
        int row = i / q % p * 2 - pad;
        const bf16 *image = x + (long long)(i / q / p) * h * w * lanes;
        Pack<bf16, 16> all = {};
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                if (row + a >= 0 && row + a < h && column + b >= 0 && column + b < w) {
                    Pack<bf16, PHASE> from = load<PHASE>(image + ((row + a) * w + column + b) * lanes);
                    for (int c = 0; c < PHASE; c++) {
                        all.lane[(2 * a + b) * PHASE + c] = from.lane[c];
                    }
                }
            }
        }
        bf16 *to = y + (long long)i * 16;
        for (int half = 0; half < 2; half++) {
            Pack<bf16, 8> pack;
            for (int l = 0; l < 8; l++) {
                pack.lane[l] = all.lane[8 * half + l];
            }
            save<8>(pack, to + 8 * half);
        }
    }
}

/** Where in a filter [k,r,s,lanes] number i of [k,⌈r/2⌉,⌈s/2⌉,16] comes from; -1 where it is none of it. */
__device__ __forceinline__ int origin(int i, int r, int s, int lanes) {
    int channel = i % PHASE;
    int b = i / PHASE % 2;
    int a = i / PHASE / 2 % 2;
    int tap = i / PHASE / 4;
    int columns = (s + 1) / 2;
    int rows = (r + 1) / 2;
    int v = tap % columns * 2 + b;
    int u = tap / columns % rows * 2 + a;
    int k = tap / columns / rows;
    return u < r && v < s ? ((k * r + u) * s + v) * lanes + channel : -1;
}

/** count numbers y [k,⌈r/2⌉,⌈s/2⌉,16] of x [k,r,s,lanes]. */
extern "C" __global__ void filterPhases_bf16(int count, int r, int s, int lanes, const float *x, bf16 *y) {
    for (int i = thread(); i < count; i += threads()) {
        int from = origin(i, r, s, lanes);
        narrow(from < 0 ? 0 : x[from], &y[i]);
    }
}

/** The gradient's way back: y [k,r,s,lanes] of x [k,⌈r/2⌉,⌈s/2⌉,16]; 0 in lanes from the fourth on. */
extern "C" __global__ void filterOfPhases_f32(int count, int r, int s, int lanes, const bf16 *x, float *y) {
    int columns = (s + 1) / 2;
    int rows = (r + 1) / 2;
    for (int i = thread(); i < count; i += threads()) {
        int channel = i % lanes;
        int v = i / lanes % s;
        int u = i / lanes / s % r;
        int k = i / lanes / s / r;
        int at = (((k * rows + u / 2) * columns + v / 2) * 4 + u % 2 * 2 + v % 2) * PHASE + channel;
        y[i] = channel < PHASE ? wide(x[at]) : 0;
    }
}
