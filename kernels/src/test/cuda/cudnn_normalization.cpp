// Batch normalization over n, h, w (spatial), with the fused forms for channels-last bfloat16. Statistics in double.
#include "cudnn_normalization.h"

#include <cmath>

using namespace dnn;

namespace dnn {

cudnnStatus_t checkTensors(const std::string& name, int mode, const Tensor* x, const Tensor* y, const Tensor* params) {
    if (mode != SPATIAL && mode != PERSISTENT) return unsupported(name + "a normalization that is not spatial");
    if (!x || !y || !params || !x->set || !y->set || !params->set) return bad(name + "a descriptor is not set");
    if (!x->sameDims(*y) || x->type != y->type) return bad(name + "x and y differ in size or type");
    if (params->dim[0] != 1 || params->dim[1] != x->dim[1] || params->dim[2] != 1 || params->dim[3] != 1)
        return bad(name + "the parameters are not [1, channels of x, 1, 1]");
    if (params->type != FLOAT) return bad(name + "the parameters are not float");
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t checkFused(const std::string& name, int mode, int ops, const Tensor* x, const Tensor* z,
                         const Activation* activation) {
    if (ops < PLAIN || ops > ADD_ACTIVATION) return bad(name + "no such operation");
    if (ops == PLAIN) return CUDNN_STATUS_SUCCESS;
    if (!activation || !activation->set) return bad(name + "no activation");
    if (ops == ADD_ACTIVATION && (!z || !z->set || !z->sameDims(*x) || z->type != x->type))
        return bad(name + "z is not as x");
    if (activation->mode != 1) return unsupported(name + "a fused activation other than ReLU");
    if (x->type == FLOAT || !x->packedNhwc() || mode != PERSISTENT || x->dim[1] % 4)
        return unsupported(name + "fused only for packed NHWC of 16 bits, persistent mode, channels a multiple of 4");
    if (ops == ADD_ACTIVATION && !z->packedNhwc()) return unsupported(name + "z is not packed NHWC");
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t checkScratch(const std::string& name, int ops, const Scratch& scratch, std::vector<Range>& ranges) {
    if (ops == PLAIN && !scratch.workspaceBytes && !scratch.reserveBytes) return CUDNN_STATUS_SUCCESS;
    if (scratch.workspaceBytes < WORKSPACE) return bad(name + "the workspace is too small");
    if (scratch.reserveBytes < RESERVE) return bad(name + "the reserve space is too small");
    ranges.push_back({"workspace", scratch.workspace, scratch.workspaceBytes});
    ranges.push_back({"reserve space", scratch.reserve, scratch.reserveBytes});
    return CUDNN_STATUS_SUCCESS;
}

std::vector<Statistics> statistics(const std::vector<float>& x, int channels) {
    std::vector<Statistics> all(size_t(channels), Statistics{0, 0});
    double count = double(x.size()) / channels;
    for (size_t i = 0; i < x.size(); i++) all[i % channels].mean += x[i] / count;
    for (size_t i = 0; i < x.size(); i++) {
        double apart = x[i] - all[i % channels].mean;
        all[i % channels].variance += apart * apart / count;
    }
    return all;
}

}  // namespace dnn

namespace {

/** y = alpha·activation(scale·(x - mean)·inverse + bias + z) + beta·y. */
struct Forward {
    Tensor xt, yt, zt;
    const void *x, *z;
    void* y;
    const float *scale, *bias;
    Factors factors;
    int ops;
    Activation activation;

    void run(const std::vector<double>& mean, const std::vector<double>& inverse) const {
        std::vector<float> xs = gather(xt, x);
        std::vector<float> zs = ops == ADD_ACTIVATION ? gather(zt, z) : std::vector<float>();
        std::vector<double> ys(xs.size());
        for (size_t i = 0; i < xs.size(); i++) {
            size_t c = i % xt.dim[1];
            ys[i] = scale[c] * (xs[i] - mean[c]) * inverse[c] + bias[c];
            if (ops == ADD_ACTIVATION) ys[i] += zs[i];
            if (ops != PLAIN) ys[i] = activate(activation, ys[i]);
        }
        blend(yt, y, ys, factors.alpha, factors.beta);
    }
};

cudnnStatus_t forward(
        const char* call, const Handle* handle, int mode, int ops, const float* alpha, const float* beta,
        const Tensor* xt, const void* x, const Tensor* zt, const void* z, const Tensor* yt, void* y, const Tensor* pt,
        const float* scale, const float* bias, double momentum, float* runningMean, float* runningVariance,
        double epsilon, float* savedMean, float* savedInverse, const Activation* activation, Scratch scratch) {
    DNN_HANDLE(handle);
    const std::string name = std::string(call) + ": ";
    if (cudnnStatus_t error = checkTensors(name, mode, xt, yt, pt)) return error;
    if (cudnnStatus_t error = checkFused(name, mode, ops, xt, zt, activation)) return error;
    DNN_CALL_NEEDS(call, alpha && beta && epsilon >= 0 && momentum >= 0 && momentum <= 1, "a bad factor");
    DNN_CALL_NEEDS(call, !runningMean == !runningVariance, "one of the running statistics is null");
    DNN_CALL_NEEDS(call, !savedMean == !savedInverse, "one of the saved statistics is null");
    std::vector<Range> ranges{range("x", *xt, x), range("y", *yt, y), range("scale", *pt, scale),
                              range("bias", *pt, bias)};
    if (ops == ADD_ACTIVATION) ranges.push_back(range("z", *zt, z));
    if (runningMean) ranges.push_back(range("running mean", *pt, runningMean));
    if (runningMean) ranges.push_back(range("running variance", *pt, runningVariance));
    if (savedMean) ranges.push_back(range("saved mean", *pt, savedMean));
    if (savedMean) ranges.push_back(range("saved inverse deviation", *pt, savedInverse));
    if (cudnnStatus_t error = checkScratch(name, ops, scratch, ranges)) return error;
    Forward pass{*xt, *yt, zt ? *zt : Tensor{}, x, z, y, scale, bias, {*alpha, *beta}, ops,
                 activation ? *activation : Activation{}};
    return submit(handle, call, ranges, [=] {
        std::vector<Statistics> batch = statistics(gather(pass.xt, x), pass.xt.dim[1]);
        std::vector<double> mean, inverse;
        double count = double(pass.xt.count()) / pass.xt.dim[1];
        for (size_t c = 0; c < batch.size(); c++) {
            mean.push_back(batch[c].mean);
            inverse.push_back(1 / std::sqrt(batch[c].variance + epsilon));
            if (savedMean) savedMean[c] = float(mean[c]);
            if (savedMean) savedInverse[c] = float(inverse[c]);
            if (!runningMean) continue;
            double unbiased = count > 1 ? batch[c].variance * count / (count - 1) : batch[c].variance;
            runningMean[c] = float(momentum * mean[c] + (momentum == 1 ? 0 : (1 - momentum) * runningMean[c]));
            runningVariance[c] = float(momentum * unbiased + (momentum == 1 ? 0 : (1 - momentum) * runningVariance[c]));
        }
        pass.run(mean, inverse);
    });
}

}  // namespace

JANUS_API cudnnStatus_t cudnnDeriveBNTensorDescriptor(Tensor* params, const Tensor* x, int mode) {
    DNN_NEEDS(params && x && x->set, "a descriptor is not set");
    DNN_SUPPORTS(mode == SPATIAL || mode == PERSISTENT, "a normalization that is not spatial");
    *params = Tensor{true, FLOAT, {1, x->dim[1], 1, 1}, {x->dim[1], 1, 1, 1}};
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize(
        const Handle* handle, int mode, int ops, const Tensor* xt, const Tensor* zt, const Tensor* yt, const Tensor* pt,
        const Activation* activation, size_t* bytes) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkTensors("workspace: ", mode, xt, yt, pt)) return error;
    if (cudnnStatus_t error = checkFused("workspace: ", mode, ops, xt, zt, activation)) return error;
    *bytes = WORKSPACE;
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnGetBatchNormalizationTrainingExReserveSpaceSize(
        const Handle* handle, int, int ops, const Activation*, const Tensor* xt, size_t* bytes) {
    DNN_HANDLE(handle);
    DNN_NEEDS(xt && xt->set && bytes && ops >= PLAIN && ops <= ADD_ACTIVATION, "a descriptor is not set");
    *bytes = RESERVE;
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnBatchNormalizationForwardTraining(
        const Handle* handle, int mode, const float* alpha, const float* beta, const Tensor* xt, const void* x,
        const Tensor* yt, void* y, const Tensor* pt, const float* scale, const float* bias, double momentum,
        float* runningMean, float* runningVariance, double epsilon, float* savedMean, float* savedInverse) {
    return forward(__func__, handle, mode, PLAIN, alpha, beta, xt, x, nullptr, nullptr, yt, y, pt, scale, bias,
            momentum, runningMean, runningVariance, epsilon, savedMean, savedInverse, nullptr, {});
}

JANUS_API cudnnStatus_t cudnnBatchNormalizationForwardTrainingEx(
        const Handle* handle, int mode, int ops, const float* alpha, const float* beta, const Tensor* xt, const void* x,
        const Tensor* zt, const void* z, const Tensor* yt, void* y, const Tensor* pt, const float* scale,
        const float* bias, double momentum, float* runningMean, float* runningVariance, double epsilon,
        float* savedMean, float* savedInverse, const Activation* activation, void* workspace, size_t workspaceBytes,
        void* reserve, size_t reserveBytes) {
    return forward(__func__, handle, mode, ops, alpha, beta, xt, x, zt, z, yt, y, pt, scale, bias, momentum,
            runningMean, runningVariance, epsilon, savedMean, savedInverse, activation,
            {workspace, workspaceBytes, reserve, reserveBytes});
}

JANUS_API cudnnStatus_t cudnnBatchNormalizationForwardInference(
        const Handle* handle, int mode, const float* alpha, const float* beta, const Tensor* xt, const void* x,
        const Tensor* yt, void* y, const Tensor* pt, const float* scale, const float* bias, const float* mean,
        const float* variance, double epsilon) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkTensors("inference: ", mode, xt, yt, pt)) return error;
    DNN_NEEDS(alpha && beta && epsilon >= 0, "a bad factor");
    Forward pass{*xt, *yt, {}, x, nullptr, y, scale, bias, {*alpha, *beta}, PLAIN, {}};
    std::vector<Range> ranges{range("x", *xt, x),         range("y", *yt, y),       range("scale", *pt, scale),
                              range("bias", *pt, bias), range("mean", *pt, mean), range("variance", *pt, variance)};
    return submit(handle, __func__, ranges, [=] {
        std::vector<double> means(mean, mean + pass.xt.dim[1]), inverse;
        for (size_t c = 0; c < means.size(); c++) inverse.push_back(1 / std::sqrt(variance[c] + epsilon));
        pass.run(means, inverse);
    });
}
