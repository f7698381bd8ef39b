// Convolutions: direct sums in double over numbers in the order n, h, w, c, whatever algorithm is asked for.
#include <cstring>

#include "cudnn.h"

using namespace dnn;

namespace {

enum Direction { FORWARD, BACKWARD_DATA, BACKWARD_FILTER };

struct AlgorithmResult {
    int algorithm, status;
    float milliseconds;
    size_t memory;
    int determinism, math, reserved[3];
};

constexpr int ALGORITHMS[] = {8, 6, 7};

int outputSize(const Convolution& convolution, const Tensor& x, const Tensor& w, int d) {
    return (x.dim[2 + d] + 2 * convolution.pad[d] - w.dim[2 + d]) / convolution.stride[d] + 1;
}

/** What cuDNN checks of the descriptors of every convolution. */
cudnnStatus_t check(const char* call, const Tensor* x, const Tensor* w, const Convolution* convolution, const Tensor* y) {
    const std::string name = std::string(call) + ": ";
    if (!x || !w || !convolution || !y) return bad(name + "a descriptor is null");
    if (!x->set || !w->set || !convolution->set || !y->set) return bad(name + "a descriptor is not set");
    if (x->type != w->type || x->type != y->type) return bad(name + "x, w and y differ in type");
    if (x->dim[1] != w->dim[1]) return bad(name + "x and w differ in channels");
    if (y->dim[0] != x->dim[0] || y->dim[1] != w->dim[0]) return bad(name + "y is not [images of x, filters of w]");
    for (int d = 0; d < 2; d++)
        if (w->dim[2 + d] > x->dim[2 + d] + 2 * convolution->pad[d]
                || y->dim[2 + d] != outputSize(*convolution, *x, *w, d))
            return bad(name + "y is not as high and wide as the convolution's result");
    bool channelsInside = w->dim[1] > 1 && w->dim[2] * w->dim[3] > 1 && w->stride[1] == 1;
    if (channelsInside && (!x->packedNhwc() || !y->packedNhwc()))
        return unsupported(name + "a filter in KRSC needs x and y in NHWC");
    return CUDNN_STATUS_SUCCESS;
}

/** As documented: transforms take stride 1 and small windows, and no channels-last tensors. */
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

cudnnStatus_t workspace(
        const char* call, Direction direction, const Handle* handle, const Tensor* x, const Tensor* w,
        const Convolution* convolution, const Tensor* y, int algorithm, size_t* bytes) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = check(call, x, w, convolution, y)) return error;
    DNN_CALL_NEEDS(call, bytes && algorithm >= 0 && algorithm < ALGORITHMS[direction], "no such algorithm");
    DNN_CALL_SUPPORTS(call, offers(direction, algorithm, *x, *w, *convolution), "an algorithm not offered for this convolution");
    *bytes = workspaceSize(algorithm);
    return CUDNN_STATUS_SUCCESS;
}

/** All algorithms, those offered first. */
cudnnStatus_t find(
        const char* call, Direction direction, const Handle* handle, const Tensor* x, const Tensor* w,
        const Convolution* convolution, const Tensor* y, int most, int* count, AlgorithmResult* results) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = check(call, x, w, convolution, y)) return error;
    DNN_CALL_NEEDS(call, most > 0 && count && results, "no place for the algorithms");
    *count = 0;
    for (bool offered : {true, false})
        for (int algorithm = ALGORITHMS[direction] - 1; algorithm >= 0; algorithm--)
            if (*count < most && offers(direction, algorithm, *x, *w, *convolution) == offered)
                results[(*count)++] = {algorithm,
                                       offered ? CUDNN_STATUS_SUCCESS : CUDNN_STATUS_NOT_SUPPORTED,
                                       -1,
                                       offered ? workspaceSize(algorithm) : 0,
                                       direction == FORWARD || algorithm == 1,
                                       convolution->math,
                                       {}};
    return CUDNN_STATUS_SUCCESS;
}

/** Calls `each(y offset, x offset, w offset)` for every pair of a pixel of y and one of x that meet. */
template <class F>
void meet(const Convolution& convolution, const Tensor& x, const Tensor& w, const Tensor& y, F each) {
    for (long n = 0; n < y.dim[0]; n++)
        for (long p = 0; p < y.dim[2]; p++)
            for (long q = 0; q < y.dim[3]; q++)
                for (long r = 0; r < w.dim[2]; r++)
                    for (long s = 0; s < w.dim[3]; s++) {
                        long h = p * convolution.stride[0] - convolution.pad[0] + r;
                        long v = q * convolution.stride[1] - convolution.pad[1] + s;
                        if (h < 0 || h >= x.dim[2] || v < 0 || v >= x.dim[3]) continue;
                        each(((n * y.dim[2] + p) * y.dim[3] + q) * y.dim[1],
                             ((n * x.dim[2] + h) * x.dim[3] + v) * x.dim[1], (r * w.dim[3] + s) * w.dim[1]);
                    }
}

/** The result of one direction from the numbers of the two others; index [k] of w is `window` numbers apart. */
std::vector<double> compute(
        Direction direction, const Convolution& convolution, const Tensor& x, const Tensor& w, const Tensor& y,
        const std::vector<float>& a, const std::vector<float>& b) {
    const Tensor& result = direction == FORWARD ? y : direction == BACKWARD_DATA ? x : w;
    std::vector<double> sums(size_t(result.count()), 0);
    long window = long(w.dim[2]) * w.dim[3] * w.dim[1];
    int channels = w.dim[1];
    meet(convolution, x, w, y, [&](long yAt, long xAt, long wAt) {
        for (long k = 0; k < w.dim[0]; k++) {
            long wk = k * window + wAt;
            if (direction == FORWARD) {
                double sum = 0;
                for (int c = 0; c < channels; c++) sum += double(a[xAt + c]) * b[wk + c];
                sums[yAt + k] += sum;
            } else if (direction == BACKWARD_DATA) {
                for (int c = 0; c < channels; c++) sums[xAt + c] += double(a[wk + c]) * b[yAt + k];
            } else {
                for (int c = 0; c < channels; c++) sums[wk + c] += double(a[xAt + c]) * b[yAt + k];
            }
        }
    });
    return sums;
}

struct Operand {
    const char* name;
    const Tensor* tensor;
    const void* data;
};

/** result = alpha·direction(a, b) + beta·result. */
cudnnStatus_t convolve(
        const char* call, Direction direction, const Handle* handle, const float* alpha, Operand a, Operand b,
        const Convolution* convolution, int algorithm, void* space, size_t bytes, const float* beta, Operand result) {
    DNN_HANDLE(handle);
    const Tensor* x = direction == BACKWARD_DATA ? result.tensor : a.tensor;
    const Tensor* w = direction == FORWARD ? b.tensor : direction == BACKWARD_DATA ? a.tensor : result.tensor;
    const Tensor* y = direction == FORWARD ? result.tensor : b.tensor;
    if (cudnnStatus_t error = check(call, x, w, convolution, y)) return error;
    DNN_CALL_NEEDS(call, alpha && beta, "alpha or beta is null");
    DNN_CALL_NEEDS(call, algorithm >= 0 && algorithm < ALGORITHMS[direction], "no such algorithm");
    DNN_CALL_SUPPORTS(call, offers(direction, algorithm, *x, *w, *convolution), "an algorithm not offered for this convolution");
    DNN_CALL_NEEDS(call, bytes >= workspaceSize(algorithm) && space, "the workspace is too small");
    std::vector<Range> ranges{
            range(a.name, *a.tensor, a.data), range(b.name, *b.tensor, b.data),
            range(result.name, *result.tensor, result.data), {"workspace", space, bytes}};
    return submit(handle, call, ranges,
            [=, factors = Factors{*alpha, *beta}, x = *x, w = *w, y = *y, c = *convolution, at = *a.tensor,
             bt = *b.tensor, rt = *result.tensor] {
                std::memset(space, 0xFF, bytes);
                std::vector<double> sums = compute(direction, c, x, w, y, gather(at, a.data), gather(bt, b.data));
                blend(rt, const_cast<void*>(result.data), sums, factors.alpha, factors.beta);
            });
}

}  // namespace

JANUS_API cudnnStatus_t cudnnGetConvolution2dForwardOutputDim(
        const Convolution* convolution, const Tensor* x, const Tensor* w, int* n, int* k, int* p, int* q) {
    DNN_NEEDS(convolution && x && w && convolution->set && x->set && w->set, "a descriptor is not set");
    DNN_NEEDS(x->dim[1] == w->dim[1], "x and w differ in channels");
    *n = x->dim[0];
    *k = w->dim[0];
    *p = outputSize(*convolution, *x, *w, 0);
    *q = outputSize(*convolution, *x, *w, 1);
    return CUDNN_STATUS_SUCCESS;
}

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

JANUS_API cudnnStatus_t cudnnConvolutionForward(
        const Handle* handle, const float* alpha, const Tensor* xt, const void* x, const Tensor* wt, const void* w,
        const Convolution* c, int algorithm, void* space, size_t bytes, const float* beta, const Tensor* yt, void* y) {
    return convolve(__func__, FORWARD, handle, alpha, {"x", xt, x}, {"w", wt, w}, c, algorithm, space, bytes, beta,
            {"y", yt, y});
}

JANUS_API cudnnStatus_t cudnnConvolutionBackwardData(
        const Handle* handle, const float* alpha, const Tensor* wt, const void* w, const Tensor* dyt, const void* dy,
        const Convolution* c, int algorithm, void* space, size_t bytes, const float* beta, const Tensor* dxt,
        void* dx) {
    return convolve(__func__, BACKWARD_DATA, handle, alpha, {"w", wt, w}, {"dy", dyt, dy}, c, algorithm, space, bytes,
            beta, {"dx", dxt, dx});
}

JANUS_API cudnnStatus_t cudnnConvolutionBackwardFilter(
        const Handle* handle, const float* alpha, const Tensor* xt, const void* x, const Tensor* dyt, const void* dy,
        const Convolution* c, int algorithm, void* space, size_t bytes, const float* beta, const Tensor* dwt,
        void* dw) {
    return convolve(__func__, BACKWARD_FILTER, handle, alpha, {"x", xt, x}, {"dy", dyt, dy}, c, algorithm, space,
            bytes, beta, {"dw", dwt, dw});
}
