// Kernels that try out the emulation itself.

__device__ __forceinline__ int thread() { return blockIdx.x * blockDim.x + threadIdx.x; }

/** y = factor·x + y. */
extern "C" __global__ void sampleAxpy(int n, float factor, const float *x, float *y) {
    if (thread() < n) {
        y[thread()] = fmaf(factor, x[thread()], y[thread()]);
    }
}

/** The sum of a block's 256 numbers, through shared memory. */
extern "C" __global__ void __launch_bounds__(256) sampleBlockSum(int n, const float *x, float *y) {
    __shared__ float part[256];
    part[threadIdx.x] = thread() < n ? x[thread()] : 0;
    for (int half = 128; half > 0; half /= 2) {
        __syncthreads();
        if ((int)threadIdx.x < half) {
            part[threadIdx.x] += part[threadIdx.x + half];
        }
    }
    if (threadIdx.x == 0) {
        y[blockIdx.x] = part[0];
    }
}

/** The sum over a warp, in its first lane. */
template <typename T>
__device__ T fold(T v) {
    for (int d = 16; d > 0; d >>= 1) {
        v += __shfl_down_sync(0xFFFFFFFFu, v, d);
    }
    return v;
}

/** The sum over a warp, in every lane. */
template <typename T>
__device__ T butterfly(T v) {
    for (int d = 16; d > 0; d >>= 1) {
        v += __shfl_xor_sync(0xFFFFFFFFu, v, d);
    }
    return v;
}

/** y = the sum of a warp's 32 numbers; the first lane takes it by another way. */
#define SAMPLE_WARP_SUM(T)                                                  \
    extern "C" __global__ void sampleWarpSum_##T(int n, const T *x, T *y) { \
        T v = thread() < n ? x[thread()] : 0;                               \
        T first = fold(v);                                                  \
        T all = butterfly(v);                                               \
        y[thread()] = threadIdx.x % 32 == 0 ? first : all;                  \
    }

SAMPLE_WARP_SUM(float)
SAMPLE_WARP_SUM(double)

/** y = the sum of the block's shared number before thread 0 of it wrote one: NaN. */
extern "C" __global__ void sampleUnwritten(float *y) {
    __shared__ float never;
    y[thread()] = never;
    __syncthreads();
    never = 1;
}

/** Half of the block does not reach the barrier that the other half waits at. */
extern "C" __global__ void sampleDiverging(int n, float *y) {
    if ((int)threadIdx.x < n) {
        __syncthreads();
    } else {
        y[0] = 1;
        __syncthreads();
    }
}

/** A write of one number past n. */
extern "C" __global__ void samplePastTheEnd(int n, float *y) { y[n] = 1; }

/** An index past the array. */
extern "C" __global__ void samplePastShared(int n, float *y) {
    __shared__ float part[32];
    part[n] = 1;
    y[0] = part[n];
}

/** Reads its right neighbour's number without a barrier before. */
extern "C" __global__ void sampleRacing(float *y) {
    __shared__ float part[65];
    part[threadIdx.x] = 1;
    y[thread()] = part[threadIdx.x == 0 ? 0 : threadIdx.x - 1];
}
