// What all kernels share: numbers of two storages, vectors of 16 bytes, sums in a fixed tree.
#pragma once

/** Threads of a block. */
#define BLOCK 256

/** The upper half of a float32. */
struct bf16 {
    unsigned short bits;
};

__device__ __forceinline__ float wide(float x) { return x; }

__device__ __forceinline__ float wide(bf16 x) {
    unsigned int bits = (unsigned int)x.bits << 16;
    float wide;
    memcpy(&wide, &bits, sizeof wide);
    return wide;
}

__device__ __forceinline__ void narrow(float x, float *y) { *y = x; }

/** Rounds to the nearest, ties to even; NaN stays NaN. */
__device__ __forceinline__ void narrow(float x, bf16 *y) {
#ifdef __CUDA_ARCH__
    // one instruction for the six below
    asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(y->bits) : "f"(x));
#else
    unsigned int bits;
    memcpy(&bits, &x, sizeof bits);
    unsigned int rounded = (bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16;
    y->bits = (unsigned short)(x == x ? rounded : 0x7FC0u);
#endif
}

/** What one thread loads and stores at once. */
template <typename T, int W = 16 / sizeof(T)>
struct alignas(W * sizeof(T)) Pack {
    T lane[W];
};

template <int W, typename T>
__device__ __forceinline__ Pack<T, W> load(const T *x) {
    return *reinterpret_cast<const Pack<T, W> *>(x);
}

template <int W, typename T>
__device__ __forceinline__ void save(const Pack<T, W> &pack, T *y) {
    *reinterpret_cast<Pack<T, W> *>(y) = pack;
}

__device__ __forceinline__ int thread() { return blockIdx.x * blockDim.x + threadIdx.x; }

__device__ __forceinline__ int threads() { return gridDim.x * blockDim.x; }

/** max(x, 0), and NaN of NaN. */
__device__ __forceinline__ float rectified(float x) { return x < 0 ? 0 : x; }

/** 1/(1 + e^-x); e^-|x| cannot overflow. */
__device__ __forceinline__ float logistic(float x) {
    float e = expf(-fabsf(x));
    return (x < 0 ? e : 1) / (1 + e);
}

/** Sum over a block of whole warps, in a fixed tree, for thread 0. Every thread calls it. */
template <typename A>
__device__ A blockSum(A v) {
    __shared__ A warps[32];
    for (int d = 16; d > 0; d >>= 1) {
        v += __shfl_down_sync(0xFFFFFFFFu, v, d);
    }
    if (threadIdx.x % 32 == 0) {
        warps[threadIdx.x / 32] = v;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        for (int i = 1; i < (int)blockDim.x / 32; i++) {
            v += warps[i];
        }
    }
    // the next call writes warps again
    __syncthreads();
    return v;
}

/** Defines kernels for both storages: KERNEL(relu) names relu_f32 and relu_bf16, whose numbers are T. */
#define BOTH(NAME, PARAMETERS, ARGUMENTS)                                                         \
    extern "C" __global__ void NAME##_f32 PARAMETERS(float) { NAME<float, 4> ARGUMENTS; }         \
    extern "C" __global__ void NAME##_bf16 PARAMETERS(bf16) { NAME<bf16, 8> ARGUMENTS; }
