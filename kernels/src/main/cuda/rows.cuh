// Rows of channels: which thread walks which, and sums over them in trees that the sizes alone fix.
#pragma once

#include "janus.cuh"

#define WARPS (BLOCK / 32)
/** Columns of blocks that may be several blocks tall: Rows.java gives more columns one block each. */
#define MOST_COLUMNS 1024

/**
 * A thread's place in a grid over rows of channels: lanes (a power of 2, at most 32) threads side by side, gridDim.x
 * counts groups of lanes, gridDim.y groups of rows. A thread keeps its W channels and walks along the rows.
 */
struct Place {
    int channel;
    int row;
    int step;
};

template <int W>
__device__ __forceinline__ Place place(int lanes) {
    int rows = BLOCK / lanes;
    Place at;
    at.channel = (blockIdx.x * lanes + threadIdx.x % lanes) * W;
    at.row = blockIdx.y * rows + threadIdx.x / lanes;
    at.step = gridDim.y * rows;
    return at;
}

/** Rows that a thread has at once: where the first begins, and how far apart they are. */
struct Run {
    long long first;
    int apart;
    int live;

    /** Where row r begins; where the first does if row r is not live. */
    __device__ __forceinline__ long long at(int r) const { return first + (r < live ? r * apart : 0); }
};

/** R rows of x: all are under way before the first is used. */
template <int R, typename T, int W>
__device__ __forceinline__ void fetch(const Run &run, const T *x, Pack<T, W> *rows) {
    for (int r = 0; r < R; r++) {
        rows[r] = load<W>(x + run.at(r));
    }
}

/**
 * Calls of(run) for a thread's rows, R at a time. BACK walks from the last row to the first: a kernel so begins with
 * what the one before it touched last, and leaves to the next, which walks forwards, what that one needs first. The
 * cache holds a good part of a map yet.
 */
template <int R, bool BACK, typename F>
__device__ __forceinline__ void walk(const Place &at, int rows, int stride, F of) {
    if (at.channel >= stride || at.row >= rows) {
        return;
    }
    Run run;
    run.first = (long long)(BACK ? rows - 1 - at.row : at.row) * stride + at.channel;
    run.apart = (BACK ? -at.step : at.step) * stride;
    int left = (rows - 1 - at.row) / at.step + 1;
    run.live = R;
    for (; left >= R; left -= R) {
        of(run);
        run.first += R * run.apart;
    }
    if (left > 0) {
        run.live = left;
        of(run);
    }
}

/** The W numbers of x [c] from a channel on; past c, those of padding lanes. */
template <int W>
__device__ __forceinline__ Pack<float, W> channels(int c, int channel, const float *x, float padding = 0) {
    Pack<float, W> pack;
    for (int l = 0; l < W; l++) {
        pack.lane[l] = channel + l < c ? x[channel + l] : padding;
    }
    return pack;
}

/** Blocks of each column that have left their part; the last to do so sets it back to 0. */
__device__ unsigned int arrived[MOST_COLUMNS];

/**
 * Whether this block is the last of its column: it then sees what the others wrote before. Every thread calls it. Which
 * block that is changes from run to run, but not what it computes.
 */
__device__ __forceinline__ bool last() {
    __shared__ int answer;
    __syncthreads();
    if (threadIdx.x == 0) {
        answer = 1;
        if (gridDim.y > 1) {
            __threadfence();
            answer = atomicInc(&arrived[blockIdx.x], gridDim.y - 1) == gridDim.y - 1;
            __threadfence();
        }
    }
    __syncthreads();
    return answer != 0;
}

/** Adds up N numbers of the threads whose indices are equal modulo lanes; calls of(lane, k, the sum of own[k]). */
template <int N, typename F>
__device__ __forceinline__ void addUp(int lanes, float *own, F of) {
    __shared__ float shared[WARPS * N * 32];
    for (int d = 16; d >= lanes; d /= 2) {
        for (int k = 0; k < N; k++) {
            own[k] += __shfl_down_sync(0xFFFFFFFFu, own[k], d);
        }
    }
    int lane = threadIdx.x % 32;
    for (int k = 0; k < N && lane < lanes; k++) {
        shared[(threadIdx.x / 32 * N + k) * lanes + lane] = own[k];
    }
    __syncthreads();
    for (int i = threadIdx.x; i < N * lanes; i += BLOCK) {
        float sum = 0;
        for (int warp = 0; warp < WARPS; warp++) {
            sum += shared[warp * N * lanes + i];
        }
        of(i % lanes, i / lanes, sum);
    }
}

/**
 * y[a][c] = the sums of own[a·W] over all rows, for a < A; y1 is not written where A = 1. Each block leaves a part in
 * part [gridDim.y, A, gridDim.x·lanes·W], and the last of a column adds these up.
 */
template <int W, int A>
__device__ __forceinline__ void sumRows(int c, int lanes, float *own, float *part, float *y0, float *y1) {
    int width = gridDim.x * lanes * W;
    addUp<A * W>(lanes, own, [=](int lane, int k, float sum) {
        part[(blockIdx.y * A + k / W) * width + (blockIdx.x * lanes + lane) * W + k % W] = sum;
    });
    if (!last()) {
        return;
    }
    int first = (blockIdx.x * lanes + threadIdx.x % lanes) * W;
    float sums[A * W];
    for (int k = 0; k < A * W; k++) {
        sums[k] = 0;
    }
#pragma unroll 4
    for (int i = threadIdx.x / lanes; i < (int)gridDim.y; i += BLOCK / lanes) {
        for (int a = 0; a < A; a++) {
            Pack<float, W> more = load<W>(part + (i * A + a) * width + first);
            for (int l = 0; l < W; l++) {
                sums[a * W + l] += more.lane[l];
            }
        }
    }
    addUp<A * W>(lanes, sums, [=](int lane, int k, float sum) {
        int channel = (blockIdx.x * lanes + lane) * W + k % W;
        if (channel < c) {
            (k < W ? y0 : y1)[channel] = sum;
        }
    });
}

/**
 * Defines kernels for both storages. At least BLOCKS blocks fit on a multiprocessor, and one less of float32, whose
 * vectors have twice the registers. A thread has 4 channels of either: what it keeps of 8 would leave too few registers
 * for loads.
 */
#define ROWS_AT(BLOCKS, NAME, PARAMETERS, ARGUMENTS)                                                             \
    extern "C" __global__ void __launch_bounds__(BLOCK, BLOCKS - 1) NAME##_f32 PARAMETERS(float) {                   \
        NAME<float, 4> ARGUMENTS;                                                                                \
    }                                                                                                            \
    extern "C" __global__ void __launch_bounds__(BLOCK, BLOCKS) NAME##_bf16 PARAMETERS(bf16) {                   \
        NAME<bf16, 4> ARGUMENTS;                                                                                 \
    }

/** As ROWS_AT, and NAME_plain for float32 rows of any length and alignment. */
#define EACH_AT(BLOCKS, NAME, PARAMETERS, ARGUMENTS)                                                             \
    ROWS_AT(BLOCKS, NAME, PARAMETERS, ARGUMENTS)                                                                 \
    extern "C" __global__ void __launch_bounds__(BLOCK, BLOCKS) NAME##_plain PARAMETERS(float) {                 \
        NAME<float, 1> ARGUMENTS;                                                                                \
    }
