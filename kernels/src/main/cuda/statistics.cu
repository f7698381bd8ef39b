// Sums and moments per channel over rows of channels [rows, stride]: parts first, then all of them, in trees that the
// sizes alone fix.
#include "janus.cuh"

/** How many, their mean, and the sum of their squared distances from it. */
struct Moments {
    int count;
    float mean;
    float squares;
};

/** Of two sets in one (Chan, Golub and LeVeque, 1979): no cancellation, whatever the mean. */
__device__ __forceinline__ Moments merged(Moments a, Moments b) {
    if (b.count == 0) {
        return a;
    }
    if (a.count == 0) {
        return b;
    }
    Moments both;
    both.count = a.count + b.count;
    float share = (float)b.count / (float)both.count;
    float d = b.mean - a.mean;
    both.mean = a.mean + d * share;
    both.squares = a.squares + b.squares + d * d * share * (float)a.count;
    return both;
}

/** mean, squares [gridDim.y, c] of the rows of each block; their counts follow from the sizes. */
template <typename T, int W>
__device__ __forceinline__ void partialMoments(
        int rows, int c, int stride, int lanes, const T *x, float *mean, float *squares) {
    __shared__ Moments shared[BLOCK * W];
    Place at = place<W>(lanes);
    Moments own[W];
    for (int l = 0; l < W; l++) {
        own[l].count = 0;
        own[l].mean = 0;
        own[l].squares = 0;
    }
    if (at.channel < stride) {
        int count = 0;
        for (int row = at.row; row < rows; row += at.step) {
            Pack<T, W> xs = load<W>(x + (long long)row * stride + at.channel);
            float share = 1.0f / (float)++count;
            for (int l = 0; l < W; l++) {
                // Welford (1962)
                float v = wide(xs.lane[l]);
                float d = v - own[l].mean;
                own[l].mean += d * share;
                own[l].squares += d * (v - own[l].mean);
                own[l].count = count;
            }
        }
    }
    for (int l = 0; l < W; l++) {
        shared[l * BLOCK + threadIdx.x] = own[l];
    }
    for (int half = (int)blockDim.x / 2; half >= lanes; half /= 2) {
        __syncthreads();
        if ((int)threadIdx.x < half) {
            for (int l = 0; l < W; l++) {
                Moments *first = shared + l * BLOCK + threadIdx.x;
                *first = merged(*first, first[half]);
            }
        }
    }
    if ((int)threadIdx.x < lanes) {
        for (int l = 0; l < W && at.channel + l < c; l++) {
            mean[blockIdx.y * c + at.channel + l] = shared[l * BLOCK + threadIdx.x].mean;
            squares[blockIdx.y * c + at.channel + l] = shared[l * BLOCK + threadIdx.x].squares;
        }
    }
}

/** Rows that part i of parts has, when parts take turns at groups of rows. */
__device__ __forceinline__ int rowsOf(int rows, int group, int parts, int i) {
    int whole = rows / (group * parts);
    int rest = rows - whole * group * parts - i * group;
    return whole * group + (rest < 0 ? 0 : rest < group ? rest : group);
}

/** mean and variance [c] from the moments of parts; 8 threads a channel. */
extern "C" __global__ void moments_f32(
        int rows,
        int c,
        int group,
        int parts,
        const float *partialMean,
        const float *partialSquares,
        float *mean,
        float *variance) {
    __shared__ Moments shared[BLOCK];
    int channel = blockIdx.x * 32 + threadIdx.x % 32;
    Moments own;
    own.count = 0;
    own.mean = 0;
    own.squares = 0;
    if (channel < c) {
        for (int i = threadIdx.x / 32; i < parts; i += 8) {
            Moments part;
            part.count = rowsOf(rows, group, parts, i);
            part.mean = partialMean[i * c + channel];
            part.squares = partialSquares[i * c + channel];
            own = merged(own, part);
        }
    }
    shared[threadIdx.x] = own;
    for (int half = BLOCK / 2; half >= 32; half /= 2) {
        __syncthreads();
        if ((int)threadIdx.x < half) {
            shared[threadIdx.x] = merged(shared[threadIdx.x], shared[threadIdx.x + half]);
        }
    }
    if (threadIdx.x < 32 && channel < c) {
        mean[channel] = shared[threadIdx.x].mean;
        variance[channel] = shared[threadIdx.x].squares / (float)rows;
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

/** Parts of the sums of x over the rows. */
template <typename T, int W>
__device__ __forceinline__ void partialSums(int rows, int c, int stride, int lanes, const T *x, float *part) {
    Place at = place<W>(lanes);
    float sums[W];
    for (int l = 0; l < W; l++) {
        sums[l] = 0;
    }
    if (at.channel < stride) {
        for (int row = at.row; row < rows; row += at.step) {
            Pack<T, W> xs = load<W>(x + (long long)row * stride + at.channel);
            for (int l = 0; l < W; l++) {
                sums[l] += wide(xs.lane[l]);
            }
        }
    }
    sumRows<W>(c, lanes, at.channel, sums, part);
}

/** y[c] = sum of part [parts, c] over parts; 8 threads a channel. */
extern "C" __global__ void channelSums_f32(int c, int parts, const float *part, float *y) {
    int channel = blockIdx.x * 32 + threadIdx.x % 32;
    float own = 0;
    if (channel < c) {
        for (int i = threadIdx.x / 32; i < parts; i += 8) {
            own += part[i * c + channel];
        }
    }
    // a block is one part of 8 rows
    sumRows<1>(c, 32, channel, &own, y);
}

#define ROWS int rows, int c, int stride, int lanes
#define MOMENTS(T) (ROWS, const T *x, float *mean, float *squares)
#define SUMS(T) (ROWS, const T *x, float *part)

EACH(partialMoments, MOMENTS, (rows, c, stride, lanes, x, mean, squares))
EACH(partialSums, SUMS, (rows, c, stride, lanes, x, part))
