// Losses of float32 rows [n,c], unreduced.
#include "janus.cuh"

/** log(1 + e^x). */
__device__ __forceinline__ float softplus(float x) { return fmaxf(x, 0) + log1pf(expf(-fabsf(x))); }

/** Where no gradient comes from, none goes to, whatever number stands there: a masked element. */
__device__ __forceinline__ float chained(float dy, float slope) { return dy == 0 ? 0 : dy * slope; }

extern "C" __global__ void binaryCrossEntropy_f32(
        int n, int c, const float *x, const float *t, const float *positiveWeight, float *y) {
    for (int i = thread(); i < n * c; i += threads()) {
        float w = positiveWeight == nullptr ? 1 : positiveWeight[i % c];
        y[i] = w * t[i] * softplus(-x[i]) + (1 - t[i]) * softplus(x[i]);
    }
}

extern "C" __global__ void binaryCrossEntropyBackward_f32(
        int n, int c, const float *x, const float *t, const float *positiveWeight, const float *dy, float *dx) {
    for (int i = thread(); i < n * c; i += threads()) {
        float w = positiveWeight == nullptr ? 1 : positiveWeight[i % c];
        dx[i] = chained(dy[i], (1 - t[i]) * logistic(x[i]) - w * t[i] * logistic(-x[i]));
    }
}

extern "C" __global__ void squaredError_f32(int n, int c, const float *x, const float *t, float *y) {
    for (int i = thread(); i < n * c; i += threads()) {
        float d = x[i] - t[i];
        y[i] = d * d;
    }
}

extern "C" __global__ void squaredErrorBackward_f32(
        int n, int c, const float *x, const float *t, const float *dy, float *dx) {
    for (int i = thread(); i < n * c; i += threads()) {
        dx[i] = chained(dy[i], 2 * (x[i] - t[i]));
    }
}

extern "C" __global__ void smoothL1_f32(int n, int c, float beta, const float *x, const float *t, float *y) {
    for (int i = thread(); i < n * c; i += threads()) {
        float d = fabsf(x[i] - t[i]);
        y[i] = d < beta ? d * d / (2 * beta) : d - beta / 2;
    }
}

extern "C" __global__ void smoothL1Backward_f32(
        int n, int c, float beta, const float *x, const float *t, const float *dy, float *dx) {
    for (int i = thread(); i < n * c; i += threads()) {
        float slope = (x[i] - t[i]) / beta;
        dx[i] = chained(dy[i], slope > 1 ? 1 : slope < -1 ? -1 : slope);
    }
}

/** A warp for each row. */
extern "C" __global__ void softmaxCrossEntropy_f32(
        int n, int c, const float *x, const float *label, float *p, float *y) {
    int lane = threadIdx.x % 32;
    for (int row = thread() / 32; row < n; row += threads() / 32) {
        const float *logits = x + (long long)row * c;
        float *shares = p + (long long)row * c;
        float max = -INFINITY;
        for (int i = lane; i < c; i += 32) {
            max = fmaxf(max, logits[i]);
        }
        for (int d = 16; d > 0; d >>= 1) {
            max = fmaxf(max, __shfl_xor_sync(0xFFFFFFFFu, max, d));
        }
        float sum = 0;
        for (int i = lane; i < c; i += 32) {
            sum += expf(logits[i] - max);
        }
        for (int d = 16; d > 0; d >>= 1) {
            sum += __shfl_xor_sync(0xFFFFFFFFu, sum, d);
        }
        for (int i = lane; i < c; i += 32) {
            shares[i] = expf(logits[i] - max) / sum;
        }
        if (lane == 0) {
            float at = label[row];
            float hit = at >= 0 && at < c && at == rintf(at) ? logits[(int)at] : NAN;
            y[row] = logf(sum) + max - hit;
        }
    }
}

extern "C" __global__ void softmaxCrossEntropyBackward_f32(
        int n, int c, const float *p, const float *label, const float *dy, float *dx) {
    for (int i = thread(); i < n * c; i += threads()) {
        int row = i / c;
        dx[i] = dy[row] * (p[i] - (i % c == (int)label[row] ? 1 : 0));
    }
}
