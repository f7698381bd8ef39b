// Optimiser steps over float32 arenas; step holds APPLY, CLIP, CORRECTION1, CORRECTION2, DECAY, and each group's RATE.
#include "janus.cuh"

enum { APPLY, CLIP, CORRECTION1, CORRECTION2, DECAY, RATE };

/** Numbers from...to of all arenas; tile is the first block that updates them. */
struct Segment {
    int from;
    int to;
    int tile;
    int group;
    float decay;
};

/** The segments of a launch in the order of their tiles; an argument, so that a recorded launch holds its own. */
struct Segments {
    int count;
    Segment of[64];
};

__device__ __forceinline__ Segment segmentOf(const Segments &segments) {
    int low = 0;
    int high = segments.count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        bool before = segments.of[middle].tile <= (int)blockIdx.x;
        low = before ? middle : low;
        high = before ? high : middle - 1;
    }
    return segments.of[low];
}

/** The first of this thread's four numbers: 16 aligned bytes, the outermost of them beside the segment. */
__device__ __forceinline__ int quadOf(const Segment &s) {
    return s.from / 4 * 4 + (((int)blockIdx.x - s.tile) * BLOCK + (int)threadIdx.x) * 4;
}

__device__ __forceinline__ Pack<float> quad(const Segment &s, int i, const float *x) {
    if (i >= s.from && i + 4 <= s.to) {
        return load<4>(x + i);
    }
    Pack<float> pack;
    for (int l = 0; l < 4; l++) {
        pack.lane[l] = i + l >= s.from && i + l < s.to ? x[i + l] : 0;
    }
    return pack;
}

__device__ __forceinline__ void keep(const Segment &s, int i, const Pack<float> &pack, float *x) {
    if (i >= s.from && i + 4 <= s.to) {
        save<4>(pack, x + i);
        return;
    }
    for (int l = 0; l < 4; l++) {
        if (i + l >= s.from && i + l < s.to) {
            x[i + l] = pack.lane[l];
        }
    }
}

extern "C" __global__ void gate_f32(double maxNorm, const float *squares, const float *loss, float *step) {
    if (thread() == 0) {
        bool finite = isfinite(squares[0]) && isfinite(loss[0]);
        double factor = maxNorm / (sqrt((double)squares[0]) + 1e-6);
        step[APPLY] = finite ? 1 : 0;
        // NaN stays: it is not applied, and says what happened
        step[CLIP] = (float)(factor > 1 ? 1 : factor);
    }
}

extern "C" __global__ void sgd_f32(
        float momentum, int nesterov, const float *step, const float *g, float *m, float *w, Segments segments) {
    if (step[APPLY] == 0) {
        return;
    }
    Segment s = segmentOf(segments);
    float clip = step[CLIP];
    float rate = step[RATE + s.group];
    int i = quadOf(s);
    Pack<float> gradients = quad(s, i, g);
    Pack<float> velocities = quad(s, i, m);
    Pack<float> weights = quad(s, i, w);
    for (int l = 0; l < 4; l++) {
        float gradient = clip * gradients.lane[l] + s.decay * weights.lane[l];
        float velocity = momentum * velocities.lane[l] + gradient;
        velocities.lane[l] = velocity;
        weights.lane[l] -= rate * (nesterov ? gradient + momentum * velocity : velocity);
    }
    keep(s, i, velocities, m);
    keep(s, i, weights, w);
}

/** kept is beta, fresh is 1 - beta, subtracted before it was rounded. */
extern "C" __global__ void adam_f32(
        float kept1,
        float fresh1,
        float kept2,
        float fresh2,
        float eps,
        int decoupled,
        const float *step,
        const float *g,
        float *m,
        float *v,
        float *w,
        Segments segments) {
    if (step[APPLY] == 0) {
        return;
    }
    Segment s = segmentOf(segments);
    float clip = step[CLIP];
    float rate = step[RATE + s.group];
    float correction1 = step[CORRECTION1];
    float correction2 = step[CORRECTION2];
    int i = quadOf(s);
    Pack<float> gradients = quad(s, i, g);
    Pack<float> firsts = quad(s, i, m);
    Pack<float> seconds = quad(s, i, v);
    Pack<float> weights = quad(s, i, w);
    for (int l = 0; l < 4; l++) {
        float weight = decoupled ? weights.lane[l] * (1 - rate * s.decay) : weights.lane[l];
        float gradient = clip * gradients.lane[l] + (decoupled ? 0 : s.decay * weight);
        float first = kept1 * firsts.lane[l] + fresh1 * gradient;
        float second = kept2 * seconds.lane[l] + fresh2 * gradient * gradient;
        firsts.lane[l] = first;
        seconds.lane[l] = second;
        weights.lane[l] = weight - rate * (first / correction1) / (sqrtf(second / correction2) + eps);
    }
    keep(s, i, firsts, m);
    keep(s, i, seconds, v);
    keep(s, i, weights, w);
}

extern "C" __global__ void average_f32(int n, const float *step, const float *x, float *average) {
    if (step[APPLY] == 0) {
        return;
    }
    float decay = step[DECAY];
    for (int i = thread(); i < n; i += threads()) {
        average[i] = decay * average[i] + (1 - decay) * x[i];
    }
}
