// Sums and moments per channel over rows of channels [rows, stride]: parts first, then all of them, in trees that the
// sizes alone fix.
#include "rows.cuh"

/** Rows that a thread loads at once. */
template <typename T>
constexpr int RUN = 16 / sizeof(T);

/** How many rows, and of N channels their mean and the sum of their squared distances from it. */
template <int N>
struct Moments {
    int count;
    float mean[N];
    float squares[N];

    __device__ __forceinline__ Moments() : count(0) {
        for (int l = 0; l < N; l++) {
            mean[l] = 0;
            squares[l] = 0;
        }
    }

    /** Adds others (Chan, Golub and LeVeque, 1979): no cancellation, whatever the mean. */
    __device__ __forceinline__ void merge(const Moments &b) {
        float own = (float)count;
        count += b.count;
        float share = (float)b.count / (float)max(count, 1);
        for (int l = 0; l < N; l++) {
            float d = b.mean[l] - mean[l];
            mean[l] += d * share;
            squares[l] += b.squares[l] + d * share * (d * own);
        }
    }

    /**
     * Adds the live ones of some rows, from sums of their distances from the mean so far: s, and q of the squares. Little
     * of q is taken away again, because s² ≤ live·q: no more than live/(count + live). At first the mean is one of the
     * rows, whose distance from their own has a square of at most their squares: q is no more than live times those.
     */
    template <typename T>
    __device__ __forceinline__ void add(const Pack<T, N> *rows, int live) {
        for (int l = 0; l < N && count == 0; l++) {
            mean[l] = wide(rows[0].lane[l]);
        }
        count += live;
        float share = 1.0f / (float)count;
        for (int l = 0; l < N; l++) {
            float s = 0;
            float q = 0;
            for (int r = 0; r < RUN<T>; r++) {
                float d = r < live ? wide(rows[r].lane[l]) - mean[l] : 0;
                s += d;
                q += d * d;
            }
            mean[l] += s * share;
            squares[l] += q - s * (s * share);
        }
    }

    /** Those of the thread that is d further in the warp. */
    __device__ __forceinline__ Moments down(int d) const {
        Moments other;
        other.count = __shfl_down_sync(0xFFFFFFFFu, count, d);
        for (int l = 0; l < N; l++) {
            other.mean[l] = __shfl_down_sync(0xFFFFFFFFu, mean[l], d);
            other.squares[l] = __shfl_down_sync(0xFFFFFFFFu, squares[l], d);
        }
        return other;
    }
};

/** Merges those of the threads whose indices are equal modulo lanes; calls of(lane, l, moments of channel l). */
template <int N, typename F>
__device__ __forceinline__ void mergeUp(int lanes, Moments<N> own, F of) {
    __shared__ int counts[WARPS * 32];
    __shared__ float means[WARPS * N * 32];
    __shared__ float squares[WARPS * N * 32];
    for (int d = 16; d >= lanes; d /= 2) {
        own.merge(own.down(d));
    }
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    for (int l = 0; l < N && lane < lanes; l++) {
        counts[warp * lanes + lane] = own.count;
        means[(warp * N + l) * lanes + lane] = own.mean[l];
        squares[(warp * N + l) * lanes + lane] = own.squares[l];
    }
    __syncthreads();
    for (int i = threadIdx.x; i < N * lanes; i += BLOCK) {
        Moments<1> all;
        for (int w = 0; w < WARPS; w++) {
            Moments<1> one;
            one.count = counts[w * lanes + i % lanes];
            one.mean[0] = means[w * N * lanes + i];
            one.squares[0] = squares[w * N * lanes + i];
            all.merge(one);
        }
        of(i % lanes, i / lanes, all);
    }
}

/** mean and variance [c] from part [gridDim.y, 2, width]: of the column's last block. */
template <int W>
__device__ __forceinline__ void mergeParts(
        int rows, int c, int lanes, const float *part, float *mean, float *variance) {
    int parts = gridDim.y;
    int width = gridDim.x * lanes * W;
    int first = (blockIdx.x * lanes + threadIdx.x % lanes) * W;
    int group = BLOCK / lanes;
    // parts take turns at groups of rows
    int turns = rows / (group * parts);
    int rest = rows - turns * group * parts;
    Moments<W> own;
#pragma unroll 4
    for (int i = threadIdx.x / lanes; i < parts; i += BLOCK / lanes) {
        Pack<float, W> means = load<W>(part + 2 * i * width + first);
        Pack<float, W> squares = load<W>(part + (2 * i + 1) * width + first);
        Moments<W> one;
        one.count = turns * group + min(max(rest - i * group, 0), group);
        for (int v = 0; v < W; v++) {
            one.mean[v] = means.lane[v];
            one.squares[v] = squares.lane[v];
        }
        own.merge(one);
    }
    mergeUp<W>(lanes, own, [=](int lane, int v, const Moments<1> &all) {
        int channel = (blockIdx.x * lanes + lane) * W + v;
        if (channel < c) {
            mean[channel] = all.mean[0];
            variance[channel] = all.squares[0] / (float)rows;
        }
    });
}

/** mean and variance [c] of x. */
template <typename T, int W>
__device__ __forceinline__ void batchStatistics(
        int rows, int c, int stride, int lanes, const T *x, float *part, float *mean, float *variance) {
    Moments<W> own;
    walk<RUN<T>, true>(place<W>(lanes), rows, stride, [&](const Run &run) {
        Pack<T, W> xs[RUN<T>];
        fetch<RUN<T>>(run, x, xs);
        own.add(xs, run.live);
    });
    int width = gridDim.x * lanes * W;
    mergeUp<W>(lanes, own, [=](int lane, int l, const Moments<1> &all) {
        int to = 2 * blockIdx.y * width + (blockIdx.x * lanes + lane) * W + l;
        part[to] = all.mean[0];
        part[to + width] = all.squares[0];
    });
    if (last()) {
        mergeParts<W>(rows, c, lanes, part, mean, variance);
    }
}

extern "C" __global__ void updateRunningStatistics_f32(
        int c,
        float kept,
        float fresh,
        float unbiased,
        const float *apply,
        const float *mean,
        const float *variance,
        float *runningMean,
        float *runningVariance) {
    for (int i = thread(); i < c && apply[0] != 0; i += threads()) {
        runningMean[i] = kept * runningMean[i] + fresh * mean[i];
        runningVariance[i] = kept * runningVariance[i] + fresh * (unbiased * variance[i]);
    }
}

/** y [c] = the sum of x over the rows. */
template <typename T, int W>
__device__ __forceinline__ void sumChannels(
        int rows, int c, int stride, int lanes, const T *x, float *part, float *y) {
    float sums[W];
    for (int l = 0; l < W; l++) {
        sums[l] = 0;
    }
    walk<RUN<T>, true>(place<W>(lanes), rows, stride, [&](const Run &run) {
        Pack<T, W> xs[RUN<T>];
        fetch<RUN<T>>(run, x, xs);
        for (int r = 0; r < RUN<T>; r++) {
            for (int l = 0; l < W; l++) {
                sums[l] += r < run.live ? wide(xs[r].lane[l]) : 0;
            }
        }
    });
    sumRows<W, 1>(c, lanes, sums, part, y, nullptr);
}

#define ROWS int rows, int c, int stride, int lanes
#define MOMENTS(T) (ROWS, const T *x, float *part, float *mean, float *variance)
#define SUMS(T) (ROWS, const T *x, float *part, float *y)

EACH_AT(4, batchStatistics, MOMENTS, (rows, c, stride, lanes, x, part, mean, variance))
EACH_AT(4, sumChannels, SUMS, (rows, c, stride, lanes, x, part, y))
