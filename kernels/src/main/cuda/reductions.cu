// Sums of float32 and bf16 in float64, in trees that the sizes alone fix.
#include "janus.cuh"

/** partial[block] = sum of f(i) over the numbers of the block. */
template <typename F>
__device__ __forceinline__ void partialSum(int count, double *partial, F f) {
    double sum = 0;
    for (int i = thread(); i < count; i += threads()) {
        sum += f(i);
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sum;
    }
}

/** count numbers, padding lanes among them: they hold 0. */
template <typename T, int W>
__device__ __forceinline__ void sum(int count, const T *x, double *partial) {
    partialSum(count, partial, [=](int i) { return (double)wide(x[i]); });
}

extern "C" __global__ void dot_f32(int count, const float *a, const float *b, double *partial) {
    partialSum(count, partial, [=](int i) { return (double)a[i] * b[i]; });
}

/** y[0] = the sum of the partial sums: one block. */
extern "C" __global__ void total_f32(int count, const double *partial, float *y) {
    double sum = 0;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        sum += partial[i];
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        y[0] = (float)sum;
    }
}

/** Whether element i counts. */
__device__ __forceinline__ bool counts(const float *mask, int i) { return mask == nullptr || mask[i] != 0; }

/** A block for each of means; mean j is over the elements j, j + means, ... of size. */
extern "C" __global__ void maskedMean_f32(int size, int means, const float *x, const float *mask, float *y) {
    double sum = 0;
    int count = 0;
    for (int i = blockIdx.x + threadIdx.x * means; i < size; i += blockDim.x * means) {
        if (counts(mask, i)) {
            sum += x[i];
            count++;
        }
    }
    sum = blockSum(sum);
    count = blockSum(count);
    if (threadIdx.x == 0) {
        y[blockIdx.x] = count == 0 ? 0 : (float)(sum / count);
    }
}

extern "C" __global__ void maskedMeanBackward_f32(
        int size, int means, const float *mask, const float *dy, float *dx) {
    __shared__ float share;
    int count = 0;
    for (int i = blockIdx.x + threadIdx.x * means; i < size; i += blockDim.x * means) {
        count += counts(mask, i) ? 1 : 0;
    }
    count = blockSum(count);
    if (threadIdx.x == 0) {
        share = count == 0 ? 0 : dy[blockIdx.x] / count;
    }
    __syncthreads();
    for (int i = blockIdx.x + threadIdx.x * means; i < size; i += blockDim.x * means) {
        dx[i] = counts(mask, i) ? share : 0;
    }
}

/** y[n,c] = mean of x[n,hw,c] over the pixels. */
template <typename T, int W>
__device__ __forceinline__ void globalAveragePool(int n, int c, int hw, int stride, const T *x, float *y) {
    for (int i = thread(); i < n * c; i += threads()) {
        const T *from = x + (long long)(i / c) * hw * stride + i % c;
        float sum = 0;
        for (int pixel = 0; pixel < hw; pixel++) {
            sum += wide(from[(long long)pixel * stride]);
        }
        y[i] = sum / hw;
    }
}

template <typename T, int W>
__device__ __forceinline__ void globalAveragePoolBackward(int n, int c, int hw, int stride, const float *dy, T *dx) {
    for (int i = thread(); i < n * hw * stride; i += threads()) {
        int channel = i % stride;
        int image = i / stride / hw;
        narrow(channel < c ? dy[image * c + channel] / hw : 0, &dx[i]);
    }
}

#define SUMMED(T) (int count, const T *x, double *partial)
#define POOLED(T) (int n, int c, int hw, int stride, const T *x, float *y)
#define SPREAD(T) (int n, int c, int hw, int stride, const float *dy, T *dx)

BOTH(sum, SUMMED, (count, x, partial))
BOTH(globalAveragePool, POOLED, (n, c, hw, stride, x, y))
BOTH(globalAveragePoolBackward, SPREAD, (n, c, hw, stride, dy, dx))
