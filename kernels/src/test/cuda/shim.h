// The dialect of CUDA that the kernels of this project are written in, for a host compiler: threads are fibers, shared
// arrays are static and announced to the block, and what a kernel may not do does not compile.
#pragma once

#include <cmath>
#include <cstring>
#include <math.h>

#include "blocks.h"

#define __device__
#define __forceinline__ inline __attribute__((always_inline))
#define __syncthreads() janus::barrier(__FILE__, __LINE__)
// blocks run one after the other
#define __threadfence() ((void)0)
#define __shfl_xor_sync(mask, value, lanes) janus::shuffle(mask, value, janus::lane() ^ (lanes), __FILE__, __LINE__)
#define __shfl_down_sync(mask, value, lanes) \
    janus::shuffle(mask, value, janus::lane() + (lanes) < 32 ? janus::lane() + (lanes) : janus::lane(), __FILE__, __LINE__)

namespace janus {

inline unsigned lane() {
    return (threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) % 32;
}

template <class T>
T shuffle(unsigned mask, T value, unsigned source, const char* file, int line) {
    static_assert(sizeof(T) <= 8, "a shuffle moves at most 8 bytes");
    unsigned long long bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    bits = exchange(mask, bits, source, file, line);
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

template <class To, class From>
To bits(From from) {
    static_assert(sizeof(To) == sizeof(From), "the bits of another width");
    To to;
    std::memcpy(&to, &from, sizeof to);
    return to;
}

}  // namespace janus

using std::isfinite;

inline float __uint_as_float(unsigned x) { return janus::bits<float>(x); }
inline float __int_as_float(int x) { return janus::bits<float>(x); }
inline float __fmul_rn(float x, float y) { return x * y; }
inline float __fadd_rn(float x, float y) { return x + y; }
inline double __dmul_rn(double x, double y) { return x * y; }
inline double __dadd_rn(double x, double y) { return x + y; }
inline unsigned atomicInc(unsigned* at, unsigned most) {
    unsigned old = *at;
    *at = old >= most ? 0 : old + 1;
    return old;
}

inline int min(int x, int y) { return x < y ? x : y; }
inline int max(int x, int y) { return x > y ? x : y; }
