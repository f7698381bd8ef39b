// The gradient of batch normalization, plain and fused.
#include <cmath>
#include <cstring>

#include "cudnn_normalization.h"

using namespace dnn;

namespace {

/** dx and the gradients of scale and bias from the batch's statistics, saved or computed again. */
struct Backward {
    Tensor xt, yt, dyt, dzt, dxt;
    const void *x, *y, *dy;
    void *dz, *dx;
    const float* scale;
    float *dScale, *dBias;
    const float *savedMean, *savedInverse;
    Factors data, params;
    double epsilon;
    int ops;
    const char* call;
    const void* reserve;

    void run() const {
        std::vector<float> xs = gather(xt, x), dys = gather(dyt, dy);
        std::vector<double> ds(dys.begin(), dys.end());
        if (ops != PLAIN) {
            // y and what the forward left must tell the same
            std::vector<float> ys = gather(yt, y);
            std::vector<bool> passed = readReserve(call, ops, xt, reserve);
            for (size_t i = 0; i < ds.size(); i++) ds[i] *= passed[i] && ys[i] > 0;
        }
        size_t channels = size_t(xt.dim[1]);
        std::vector<Statistics> batch = savedMean ? std::vector<Statistics>() : statistics(xs, int(channels));
        std::vector<double> mean(channels), inverse(channels), sum(channels, 0), sumX(channels, 0);
        for (size_t c = 0; c < channels; c++) {
            mean[c] = savedMean ? savedMean[c] : batch[c].mean;
            inverse[c] = savedMean ? savedInverse[c] : 1 / std::sqrt(batch[c].variance + epsilon);
        }
        for (size_t i = 0; i < ds.size(); i++) {
            size_t c = i % channels;
            sum[c] += ds[i];
            sumX[c] += ds[i] * (xs[i] - mean[c]) * inverse[c];
        }
        double count = double(xs.size()) / double(channels);
        std::vector<double> dxs(ds.size());
        for (size_t i = 0; i < ds.size(); i++) {
            size_t c = i % channels;
            double normal = (xs[i] - mean[c]) * inverse[c];
            dxs[i] = scale[c] * inverse[c] * (ds[i] - sum[c] / count - normal * sumX[c] / count);
        }
        blend(dxt, dx, dxs, data.alpha, data.beta);
        if (ops == ADD_ACTIVATION) blend(dzt, dz, ds, 1, 0);
        for (size_t c = 0; c < channels; c++) {
            dScale[c] = float(params.alpha * sumX[c] + (params.beta == 0 ? 0 : params.beta * dScale[c]));
            dBias[c] = float(params.alpha * sum[c] + (params.beta == 0 ? 0 : params.beta * dBias[c]));
        }
    }
};

cudnnStatus_t backward(
        const char* call, const Handle* handle, int mode, const Backward& pass, const Tensor* pt, const float* bias,
        const Activation* activation, Scratch scratch) {
    const std::string name = std::string(call) + ": ";
    if (cudnnStatus_t error = checkTensors(name, mode, &pass.xt, &pass.dyt, pt)) return error;
    if (cudnnStatus_t error = checkTensors(name, mode, &pass.xt, &pass.dxt, pt)) return error;
    if (cudnnStatus_t error = checkFused(name, mode, pass.ops, &pass.xt, &pass.dzt, activation)) return error;
    if (cudnnStatus_t error = checkEpsilon(name, pass.epsilon)) return error;
    DNN_CALL_SUPPORTS(call, janus::gpu().unsupported != call, "it is told so");
    DNN_CALL_NEEDS(call, !pass.savedMean == !pass.savedInverse, "one of the saved statistics is null");
    DNN_CALL_NEEDS(call, pass.savedMean || mode != PERSISTENT, "persistent mode without saved statistics");
    std::vector<Range> ranges{range("x", pass.xt, pass.x),
                              range("dy", pass.dyt, pass.dy),
                              written("dx", pass.dxt, pass.dx),
                              range("scale", *pt, pass.scale),
                              written("scale's gradient", *pt, pass.dScale),
                              written("bias's gradient", *pt, pass.dBias)};
    if (pass.ops != PLAIN) {
        DNN_CALL_NEEDS(call, pass.yt.set && pass.yt.sameDims(pass.xt) && pass.yt.type == pass.xt.type, "y is not as x");
        DNN_CALL_SUPPORTS(call, pass.data.alpha == 1 && pass.data.beta == 0, "a fused form that blends");
        ranges.push_back(range("y", pass.yt, pass.y));
        ranges.push_back(range("bias", *pt, bias));
    }
    if (pass.ops == ADD_ACTIVATION) ranges.push_back(written("dz", pass.dzt, pass.dz));
    if (pass.savedMean) ranges.push_back(range("saved mean", *pt, pass.savedMean));
    if (pass.savedMean) ranges.push_back(range("saved inverse deviation", *pt, pass.savedInverse));
    if (cudnnStatus_t error = checkScratch(name, pass.ops, pass.xt, scratch, ranges)) return error;
    if (cudnnStatus_t error = checkApart(name, ranges)) return error;
    return submit(handle, call, ranges, [=] {
        if (scratch.workspace) std::memset(scratch.workspace, 0xFF, scratch.workspaceBytes);
        pass.run();
    });
}

Tensor orUnset(const Tensor* tensor) {
    return tensor ? *tensor : Tensor{};
}

}  // namespace

JANUS_API cudnnStatus_t cudnnGetBatchNormalizationBackwardExWorkspaceSize(
        const Handle* handle, int mode, int ops, const Tensor* xt, const Tensor*, const Tensor* dyt, const Tensor* dzt,
        const Tensor* dxt, const Tensor* pt, const Activation* activation, size_t* bytes) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkTensors("workspace: ", mode, xt, dyt, pt)) return error;
    if (cudnnStatus_t error = checkTensors("workspace: ", mode, xt, dxt, pt)) return error;
    if (cudnnStatus_t error = checkFused("workspace: ", mode, ops, xt, dzt, activation)) return error;
    DNN_SUPPORTS(janus::gpu().unsupported != __func__, "it is told so");
    DNN_NEEDS(bytes, "no place for the size");
    *bytes = WORKSPACE;
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnBatchNormalizationBackward(
        const Handle* handle, int mode, const float* alpha, const float* beta, const float* alphaParams,
        const float* betaParams, const Tensor* xt, const void* x, const Tensor* dyt, const void* dy, const Tensor* dxt,
        void* dx, const Tensor* pt, const float* scale, float* dScale, float* dBias, double epsilon,
        const float* savedMean, const float* savedInverse) {
    DNN_HANDLE(handle);
    DNN_NEEDS(alpha && beta && alphaParams && betaParams, "a bad factor");
    Backward pass{orUnset(xt), {}, orUnset(dyt), {}, orUnset(dxt), x, nullptr, dy, nullptr, dx, scale, dScale, dBias,
                  savedMean, savedInverse, {*alpha, *beta}, {*alphaParams, *betaParams}, epsilon, PLAIN, __func__,
                  nullptr};
    return backward(__func__, handle, mode, pass, pt, nullptr, nullptr, {});
}

JANUS_API cudnnStatus_t cudnnBatchNormalizationBackwardEx(
        const Handle* handle, int mode, int ops, const float* alpha, const float* beta, const float* alphaParams,
        const float* betaParams, const Tensor* xt, const void* x, const Tensor* yt, const void* y, const Tensor* dyt,
        const void* dy, const Tensor* dzt, void* dz, const Tensor* dxt, void* dx, const Tensor* pt, const float* scale,
        const float* bias, float* dScale, float* dBias, double epsilon, const float* savedMean,
        const float* savedInverse, const Activation* activation, void* workspace, size_t workspaceBytes, void* reserve,
        size_t reserveBytes) {
    DNN_HANDLE(handle);
    DNN_NEEDS(alpha && beta && alphaParams && betaParams, "a bad factor");
    Backward pass{orUnset(xt), orUnset(yt), orUnset(dyt), orUnset(dzt), orUnset(dxt), x, y, dy, dz, dx, scale, dScale,
                  dBias, savedMean, savedInverse, {*alpha, *beta}, {*alphaParams, *betaParams}, epsilon, ops,
                  __func__, reserve};
    return backward(__func__, handle, mode, pass, pt, bias, activation,
            {workspace, workspaceBytes, reserve, reserveBytes});
}
