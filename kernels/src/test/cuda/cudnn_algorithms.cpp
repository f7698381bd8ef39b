// Which algorithms a convolution has: what each needs, and which are the fastest.
#include "cudnn_convolution.h"

using namespace dnn;

namespace dnn {

int outputSize(const Convolution& convolution, const Tensor& x, const Tensor& w, int d) {
    return (x.dim[2 + d] + convolution.pad[d] + convolution.post[d] - w.dim[2 + d]) / convolution.stride[d] + 1;
}

cudnnStatus_t checkConvolution(
        const char* call, const Tensor* x, const Tensor* w, const Convolution* convolution, const Tensor* y) {
    const std::string name = std::string(call) + ": ";
    if (!x || !w || !convolution || !y) return bad(name + "a descriptor is null");
    if (!x->set || !w->set || !convolution->set || !y->set) return bad(name + "a descriptor is not set");
    if (x->type != w->type || x->type != y->type) return bad(name + "x, w and y differ in type");
    if (x->dim[1] != w->dim[1]) return bad(name + "x and w differ in channels");
    if (y->dim[0] != x->dim[0] || y->dim[1] != w->dim[0]) return bad(name + "y is not [images of x, filters of w]");
    for (int d = 0; d < 2; d++)
        if (w->dim[2 + d] > x->dim[2 + d] + convolution->pad[d] + convolution->post[d]
                || y->dim[2 + d] != outputSize(*convolution, *x, *w, d))
            return bad(name + "y is not as high and wide as the convolution's result");
    bool channelsInside = w->dim[1] > 1 && w->dim[2] * w->dim[3] > 1 && w->stride[1] == 1;
    if (channelsInside && (!x->packedNhwc() || !y->packedNhwc()))
        return unsupported(name + "a filter in KRSC needs x and y in NHWC");
    return CUDNN_STATUS_SUCCESS;
}

bool offers(Direction direction, int algorithm, const Tensor& x, const Tensor& w, const Convolution& convolution) {
    static const char* kinds[] = {"gggdffwn", "ggffwn", "ggfgwnf"};
    char kind = kinds[direction][algorithm];
    bool unit = convolution.stride[0] == 1 && convolution.stride[1] == 1;
    bool plain = x.type == FLOAT && x.stride[3] == 1;
    if (kind == 'g') return true;
    if (kind == 'f') return unit && plain;
    if (kind == 'n') return unit && plain && w.dim[2] == 3 && w.dim[3] == 3;
    return kind == 'w' && direction != BACKWARD_FILTER && unit && plain && w.dim[2] == 3 && w.dim[3] == 3;
}

size_t workspaceSize(int algorithm) {
    return 4096 * (size_t(algorithm) + 1);
}

}  // namespace dnn

namespace {

struct AlgorithmResult {
    int algorithm, status;
    float milliseconds;
    size_t memory;
    int determinism, math, reserved[3];
};

cudnnStatus_t workspace(
        const char* call, Direction direction, const Handle* handle, const Tensor* x, const Tensor* w,
        const Convolution* convolution, const Tensor* y, int algorithm, size_t* bytes) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkConvolution(call, x, w, convolution, y)) return error;
    DNN_CALL_NEEDS(call, bytes && algorithm >= 0 && algorithm < ALGORITHMS[direction], "no such algorithm");
    DNN_CALL_SUPPORTS(call, offers(direction, algorithm, *x, *w, *convolution), "an algorithm not offered for this convolution");
    *bytes = workspaceSize(algorithm);
    return CUDNN_STATUS_SUCCESS;
}

/** All algorithms, those offered first; with `timed`, the lower its number, the faster. */
cudnnStatus_t find(
        const char* call, Direction direction, const Handle* handle, const Tensor* x, const Tensor* w,
        const Convolution* convolution, const Tensor* y, int most, int* count, AlgorithmResult* results,
        bool timed = false) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkConvolution(call, x, w, convolution, y)) return error;
    DNN_CALL_NEEDS(call, most > 0 && count && results, "no place for the algorithms");
    *count = 0;
    for (bool offered : {true, false})
        for (int algorithm = ALGORITHMS[direction] - 1; algorithm >= 0; algorithm--)
            if (*count < most && offers(direction, algorithm, *x, *w, *convolution) == offered)
                results[(*count)++] = {algorithm,
                                       offered ? CUDNN_STATUS_SUCCESS : CUDNN_STATUS_NOT_SUPPORTED,
                                       offered && timed ? 1.f + algorithm : -1,
                                       offered ? workspaceSize(algorithm) : 0,
                                       direction == FORWARD || algorithm == 1,
                                       convolution->math,
                                       {}};
    return CUDNN_STATUS_SUCCESS;
}

}  // namespace

JANUS_API cudnnStatus_t cudnnGetConvolutionForwardAlgorithm_v7(
        const Handle* handle, const Tensor* x, const Tensor* w, const Convolution* c, const Tensor* y, int most,
        int* count, AlgorithmResult* results) {
    return find(__func__, FORWARD, handle, x, w, c, y, most, count, results);
}

JANUS_API cudnnStatus_t cudnnGetConvolutionBackwardDataAlgorithm_v7(
        const Handle* handle, const Tensor* w, const Tensor* dy, const Convolution* c, const Tensor* dx, int most,
        int* count, AlgorithmResult* results) {
    return find(__func__, BACKWARD_DATA, handle, dx, w, c, dy, most, count, results);
}

JANUS_API cudnnStatus_t cudnnGetConvolutionBackwardFilterAlgorithm_v7(
        const Handle* handle, const Tensor* x, const Tensor* dy, const Convolution* c, const Tensor* dw, int most,
        int* count, AlgorithmResult* results) {
    return find(__func__, BACKWARD_FILTER, handle, x, dw, c, dy, most, count, results);
}

JANUS_API cudnnStatus_t cudnnGetConvolutionForwardWorkspaceSize(
        const Handle* handle, const Tensor* x, const Tensor* w, const Convolution* c, const Tensor* y, int algorithm,
        size_t* bytes) {
    return workspace(__func__, FORWARD, handle, x, w, c, y, algorithm, bytes);
}

JANUS_API cudnnStatus_t cudnnGetConvolutionBackwardDataWorkspaceSize(
        const Handle* handle, const Tensor* w, const Tensor* dy, const Convolution* c, const Tensor* dx, int algorithm,
        size_t* bytes) {
    return workspace(__func__, BACKWARD_DATA, handle, dx, w, c, dy, algorithm, bytes);
}

JANUS_API cudnnStatus_t cudnnGetConvolutionBackwardFilterWorkspaceSize(
        const Handle* handle, const Tensor* x, const Tensor* dy, const Convolution* c, const Tensor* dw, int algorithm,
        size_t* bytes) {
    return workspace(__func__, BACKWARD_FILTER, handle, x, dw, c, dy, algorithm, bytes);
}

JANUS_API cudnnStatus_t cudnnFindConvolutionForwardAlgorithm(
        const Handle* handle, const Tensor* x, const Tensor* w, const Convolution* c, const Tensor* y, int most,
        int* count, AlgorithmResult* results) {
    return find(__func__, FORWARD, handle, x, w, c, y, most, count, results, true);
}

JANUS_API cudnnStatus_t cudnnFindConvolutionBackwardDataAlgorithm(
        const Handle* handle, const Tensor* w, const Tensor* dy, const Convolution* c, const Tensor* dx, int most,
        int* count, AlgorithmResult* results) {
    return find(__func__, BACKWARD_DATA, handle, dx, w, c, dy, most, count, results, true);
}

JANUS_API cudnnStatus_t cudnnFindConvolutionBackwardFilterAlgorithm(
        const Handle* handle, const Tensor* x, const Tensor* dy, const Convolution* c, const Tensor* dw, int most,
        int* count, AlgorithmResult* results) {
    return find(__func__, BACKWARD_FILTER, handle, x, dw, c, dy, most, count, results, true);
}
