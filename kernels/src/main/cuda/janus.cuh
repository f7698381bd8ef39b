// What all kernels share: numbers of two storages, vectors of 16 bytes, sums in a fixed tree.
#pragma once

/** Threads of a block whose sums go through shared memory. */
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
    unsigned int bits;
    memcpy(&bits, &x, sizeof bits);
    unsigned int rounded = (bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16;
    y->bits = (unsigned short)(x == x ? rounded : 0x7FC0u);
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

/**
 * A thread's place in a grid over rows of channels: blockDim.x = lanes · (rows of a block), gridDim.x counts groups of
 * lanes, gridDim.y groups of rows. A thread keeps its W channels and walks down the rows.
 */
struct Place {
    int channel;
    int row;
    int step;
};

template <int W>
__device__ __forceinline__ Place place(int lanes) {
    int rows = blockDim.x / lanes;
    Place at;
    at.channel = (blockIdx.x * lanes + threadIdx.x % lanes) * W;
    at.row = blockIdx.y * rows + threadIdx.x / lanes;
    at.step = gridDim.y * rows;
    return at;
}

/** The W numbers of x [c] from a channel on; 0 beyond c. */
template <int W>
__device__ __forceinline__ Pack<float, W> channels(int c, int channel, const float *x) {
    Pack<float, W> pack;
    for (int l = 0; l < W; l++) {
        pack.lane[l] = channel + l < c ? x[channel + l] : 0;
    }
    return pack;
}

/** Adds up W numbers of each thread over the rows of its block, in a tree; writes part [gridDim.y, c]. */
template <int W>
__device__ __forceinline__ void sumRows(int c, int lanes, int channel, const float *own, float *part) {
    __shared__ float shared[BLOCK * W];
    for (int l = 0; l < W; l++) {
        shared[l * BLOCK + threadIdx.x] = own[l];
    }
    for (int half = (int)blockDim.x / 2; half >= lanes; half /= 2) {
        __syncthreads();
        if ((int)threadIdx.x < half) {
            for (int l = 0; l < W; l++) {
                shared[l * BLOCK + threadIdx.x] += shared[l * BLOCK + threadIdx.x + half];
            }
        }
    }
    if ((int)threadIdx.x < lanes) {
        for (int l = 0; l < W && channel + l < c; l++) {
            part[blockIdx.y * c + channel + l] = shared[l * BLOCK + threadIdx.x];
        }
    }
    __syncthreads();
}

/** Defines kernels for both storages: KERNEL(relu) names relu_f32 and relu_bf16, whose numbers are T. */
#define BOTH(NAME, PARAMETERS, ARGUMENTS)                                                         \
    extern "C" __global__ void NAME##_f32 PARAMETERS(float) { NAME<float, 4> ARGUMENTS; }         \
    extern "C" __global__ void NAME##_bf16 PARAMETERS(bf16) { NAME<bf16, 8> ARGUMENTS; }

/** As BOTH, and NAME_plain for float32 rows of any length and alignment. */
#define EACH(NAME, PARAMETERS, ARGUMENTS)                                                         \
    BOTH(NAME, PARAMETERS, ARGUMENTS)                                                             \
    extern "C" __global__ void NAME##_plain PARAMETERS(float) { NAME<float, 1> ARGUMENTS; }
