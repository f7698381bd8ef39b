// Optimiser steps over float32 ranges of arenas; step holds APPLY, CLIP, RATE, CORRECTION1, CORRECTION2, DECAY.
#include "janus.cuh"

enum { APPLY, CLIP, RATE, CORRECTION1, CORRECTION2, DECAY };

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
        int n, float momentum, int nesterov, float decay, const float *step, const float *g, float *m, float *w) {
    if (step[APPLY] == 0) {
        return;
    }
    float clip = step[CLIP];
    float rate = step[RATE];
    for (int i = thread(); i < n; i += threads()) {
        float gradient = clip * g[i] + decay * w[i];
        float velocity = momentum * m[i] + gradient;
        m[i] = velocity;
        w[i] -= rate * (nesterov ? gradient + momentum * velocity : velocity);
    }
}

/** kept is beta, fresh is 1 - beta, subtracted before it was rounded. */
extern "C" __global__ void adam_f32(
        int n,
        float kept1,
        float fresh1,
        float kept2,
        float fresh2,
        float eps,
        float decay,
        int decoupled,
        const float *step,
        const float *g,
        float *m,
        float *v,
        float *w) {
    if (step[APPLY] == 0) {
        return;
    }
    float clip = step[CLIP];
    float rate = step[RATE];
    float correction1 = step[CORRECTION1];
    float correction2 = step[CORRECTION2];
    for (int i = thread(); i < n; i += threads()) {
        float weight = decoupled ? w[i] * (1 - rate * decay) : w[i];
        float gradient = clip * g[i] + (decoupled ? 0 : decay * weight);
        float first = kept1 * m[i] + fresh1 * gradient;
        float second = kept2 * v[i] + fresh2 * gradient * gradient;
        m[i] = first;
        v[i] = second;
        w[i] = weight - rate * (first / correction1) / (sqrtf(second / correction2) + eps);
    }
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
