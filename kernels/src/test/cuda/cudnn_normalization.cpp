// Batch normalization over n, h, w (spatial), with the fused forms for channels-last bfloat16. Statistics in double.
#include "cudnn_normalization.h"

#include <cmath>
#include <cstring>

using namespace dnn;

namespace {

constexpr int MAGIC = 0x4a424e;

/** How reserve space begins. */
struct Reserved {
    int magic, ops, n, c, h, w;
};

}  // namespace

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
    if (activation->mode != RELU) return unsupported(name + "a fused activation other than ReLU");
    if (x->type == FLOAT || !x->packedNhwc() || mode != PERSISTENT || x->dim[1] % 4)
        return unsupported(name + "fused only for packed NHWC of 16 bits, persistent mode, channels a multiple of 4");
    if (ops == ADD_ACTIVATION && !z->packedNhwc()) return unsupported(name + "z is not packed NHWC");
    return CUDNN_STATUS_SUCCESS;
}

size_t reserveBytes(const Tensor& x) {
    return sizeof(Reserved) + size_t(x.count() + 7) / 8;
}

void writeReserve(int ops, const Tensor& x, const std::vector<double>& y, void* reserve) {
    Reserved head{MAGIC, ops, x.dim[0], x.dim[1], x.dim[2], x.dim[3]};
    std::memset(reserve, 0, reserveBytes(x));
    std::memcpy(reserve, &head, sizeof head);
    unsigned char* bits = static_cast<unsigned char*>(reserve) + sizeof head;
    for (size_t i = 0; i < y.size(); i++)
        if (y[i] > 0) bits[i / 8] |= (unsigned char)(1 << i % 8);
}

std::vector<bool> readReserve(const char* call, int ops, const Tensor& x, const void* reserve) {
    Reserved head{MAGIC, ops, x.dim[0], x.dim[1], x.dim[2], x.dim[3]};
    std::vector<bool> passed(size_t(x.count()));
    if (std::memcmp(reserve, &head, sizeof head)) {
        janus::fault(CUDA_ERROR_LAUNCH_FAILED, std::string(call) + ": no forward left this reserve space");
        return passed;
    }
    const unsigned char* bits = static_cast<const unsigned char*>(reserve) + sizeof head;
    for (size_t i = 0; i < passed.size(); i++) passed[i] = bits[i / 8] >> i % 8 & 1;
    return passed;
}

cudnnStatus_t checkScratch(
        const std::string& name, int ops, const Tensor& x, const Scratch& scratch, std::vector<Range>& ranges) {
    if (ops == PLAIN && !scratch.workspaceBytes && !scratch.reserveBytes) return CUDNN_STATUS_SUCCESS;
    if (scratch.workspaceBytes < WORKSPACE) return bad(name + "the workspace is too small");
    if (scratch.reserveBytes < reserveBytes(x)) return bad(name + "the reserve space is too small");
    ranges.push_back({"workspace", scratch.workspace, scratch.workspaceBytes, true});
    ranges.push_back({"reserve space", scratch.reserve, scratch.reserveBytes, true});
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t checkApart(const std::string& name, const std::vector<Range>& ranges) {
    for (size_t i = 0; i < ranges.size(); i++)
        for (size_t j = 0; j < ranges.size(); j++) {
            const char *a = static_cast<const char*>(ranges[i].start), *b = static_cast<const char*>(ranges[j].start);
            if (i != j && ranges[i].written && a < b + ranges[j].bytes && b < a + ranges[i].bytes)
                return bad(name + ranges[i].name + " lies over " + ranges[j].name);
        }
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t checkEpsilon(const std::string& name, double epsilon) {
    if (!(epsilon >= LEAST_EPSILON) || std::isinf(epsilon)) return bad(name + "such an epsilon");
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

/** y = alpha·ReLU(scale·(x - mean)·inverse + bias + z) + beta·y, with ReLU and z where the operation has them. */
struct Forward {
    Tensor xt, yt, zt;
    const void *x, *z;
    void* y;
    const float *scale, *bias;
    Factors factors;
    int ops;
    void* reserve;

    void run(const std::vector<double>& mean, const std::vector<double>& inverse) const {
        std::vector<float> xs = gather(xt, x);
        std::vector<float> zs = ops == ADD_ACTIVATION ? gather(zt, z) : std::vector<float>();
        std::vector<double> ys(xs.size());
        for (size_t i = 0; i < xs.size(); i++) {
            size_t c = i % xt.dim[1];
            ys[i] = scale[c] * (xs[i] - mean[c]) * inverse[c] + bias[c];
            if (ops == ADD_ACTIVATION) ys[i] += zs[i];
            if (ops != PLAIN && ys[i] < 0) ys[i] = 0;
        }
        if (reserve) writeReserve(ops, xt, ys, reserve);
        blend(yt, y, ys, factors.alpha, factors.beta);
    }
};

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
    DNN_SUPPORTS(janus::gpu().unsupported != __func__, "it is told so");
    DNN_NEEDS(bytes, "no place for the size");
    *bytes = WORKSPACE;
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnGetBatchNormalizationTrainingExReserveSpaceSize(
        const Handle* handle, int, int ops, const Activation*, const Tensor* xt, size_t* bytes) {
    DNN_HANDLE(handle);
    DNN_NEEDS(xt && xt->set && bytes && ops >= PLAIN && ops <= ADD_ACTIVATION, "a descriptor is not set");
    DNN_SUPPORTS(janus::gpu().unsupported != __func__, "it is told so");
    *bytes = reserveBytes(*xt);
    return CUDNN_STATUS_SUCCESS;
}

/** By the batch's own statistics; it moves no running ones. */
JANUS_API cudnnStatus_t cudnnBatchNormalizationForwardTrainingEx(
        const Handle* handle, int mode, int ops, const float* alpha, const float* beta, const Tensor* xt, const void* x,
        const Tensor* zt, const void* z, const Tensor* yt, void* y, const Tensor* pt, const float* scale,
        const float* bias, double momentum, float* runningMean, float* runningVariance, double epsilon,
        float* savedMean, float* savedInverse, const Activation* activation, void* workspace, size_t workspaceBytes,
        void* reserve, size_t reserveBytes) {
    DNN_HANDLE(handle);
    const std::string name = std::string(__func__) + ": ";
    if (cudnnStatus_t error = checkTensors(name, mode, xt, yt, pt)) return error;
    if (cudnnStatus_t error = checkFused(name, mode, ops, xt, zt, activation)) return error;
    if (cudnnStatus_t error = checkEpsilon(name, epsilon)) return error;
    DNN_SUPPORTS(janus::gpu().unsupported != __func__, "it is told so");
    DNN_NEEDS(alpha && beta && momentum >= 0 && momentum <= 1, "a bad factor");
    DNN_SUPPORTS(ops != PLAIN && *alpha == 1 && *beta == 0, "a form that is not fused, or that blends");
    DNN_SUPPORTS(!runningMean && !runningVariance, "running statistics");
    DNN_NEEDS(savedMean && savedInverse, "one of the saved statistics is null");
    std::vector<Range> ranges{range("x", *xt, x),
                              written("y", *yt, y),
                              range("scale", *pt, scale),
                              range("bias", *pt, bias),
                              written("saved mean", *pt, savedMean),
                              written("saved inverse deviation", *pt, savedInverse)};
    if (ops == ADD_ACTIVATION) ranges.push_back(range("z", *zt, z));
    if (cudnnStatus_t error = checkScratch(name, ops, *xt, {workspace, workspaceBytes, reserve, reserveBytes}, ranges))
        return error;
    if (cudnnStatus_t error = checkApart(name, ranges)) return error;
    Forward pass{*xt, *yt, zt ? *zt : Tensor{}, x, z, y, scale, bias, {1, 0}, ops, reserve};
    return submit(handle, __func__, ranges, [=] {
        std::memset(workspace, 0xFF, workspaceBytes);
        std::vector<double> mean, inverse;
        for (const Statistics& channel : statistics(gather(pass.xt, x), pass.xt.dim[1])) {
            mean.push_back(channel.mean);
            inverse.push_back(1 / std::sqrt(channel.variance + epsilon));
            savedMean[mean.size() - 1] = float(mean.back());
            savedInverse[mean.size() - 1] = float(inverse.back());
        }
        pass.run(mean, inverse);
    });
}

JANUS_API cudnnStatus_t cudnnBatchNormalizationForwardInference(
        const Handle* handle, int mode, const float* alpha, const float* beta, const Tensor* xt, const void* x,
        const Tensor* yt, void* y, const Tensor* pt, const float* scale, const float* bias, const float* mean,
        const float* variance, double epsilon) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkTensors("inference: ", mode, xt, yt, pt)) return error;
    if (cudnnStatus_t error = checkEpsilon("inference: ", epsilon)) return error;
    DNN_NEEDS(alpha && beta, "a bad factor");
    DNN_SUPPORTS(janus::gpu().unsupported != __func__, "it is told so");
    Forward pass{*xt, *yt, {}, x, nullptr, y, scale, bias, {*alpha, *beta}, PLAIN, nullptr};
    std::vector<Range> ranges{range("x", *xt, x),       written("y", *yt, y),     range("scale", *pt, scale),
                              range("bias", *pt, bias), range("mean", *pt, mean), range("variance", *pt, variance)};
    if (cudnnStatus_t error = checkApart("inference: ", ranges)) return error;
    return submit(handle, __func__, ranges, [=] {
        std::vector<double> means(mean, mean + pass.xt.dim[1]), inverse;
        for (size_t c = 0; c < means.size(); c++) inverse.push_back(1 / std::sqrt(variance[c] + epsilon));
        pass.run(means, inverse);
    });
}
