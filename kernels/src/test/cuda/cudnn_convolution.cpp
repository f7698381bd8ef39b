// Convolutions: direct sums in double over numbers in the order n, h, w, c, whatever algorithm is asked for.
#include <cmath>
#include <cstring>

#include "cudnn_convolution.h"

using namespace dnn;

namespace {

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

/** To the nearest number of so many bits of mantissa. */
void keep(int mantissa, std::vector<float>& values) {
    unsigned lost = 23 - mantissa;
    if (lost == 0) return;
    for (float& value : values) {
        if (!std::isfinite(value)) continue;
        unsigned bits;
        std::memcpy(&bits, &value, 4);
        bits = (bits + (1u << (lost - 1))) >> lost << lost;
        std::memcpy(&value, &bits, 4);
    }
}

/** Moves every number but 0 by 0 to 3 units of its last place, another count from run to run. */
void drift(int type, std::vector<double>& values) {
    static long runs = 0;
    double factor = 1 + double(runs++ % 4) / (type == FLOAT ? 1 << 23 : 1 << 7);
    for (double& value : values) value *= factor;
}

void run(const Product& p) {
    std::vector<float> a = p.direction == BACKWARD_DATA ? gather(p.w, p.ws) : gather(p.x, p.xs);
    std::vector<float> b = p.direction == FORWARD ? gather(p.w, p.ws) : gather(p.y, p.ys);
    keep(p.arithmetic.mantissa, a);
    keep(p.arithmetic.mantissa, b);
    if (p.bytes) std::memset(p.space, 0xFF, p.bytes);
    std::vector<double> sums = compute(p.direction, p.convolution, p.x, p.w, p.y, a, b);
    const Tensor& result = p.direction == FORWARD ? p.y : p.direction == BACKWARD_DATA ? p.x : p.w;
    const void* data = p.direction == FORWARD ? p.ys : p.direction == BACKWARD_DATA ? p.xs : p.ws;
    if (p.arithmetic.drifts) drift(result.type, sums);
    for (double& sum : sums) sum *= p.factors.alpha;
    // as an H200 does with dx: the product is rounded before the addition, and the sum again
    if (p.factors.beta != 0)
        for (double& sum : sums) sum = rounded(result.type, sum);
    blend(result, const_cast<void*>(data), sums, 1, p.factors.beta);
}

/** result = alpha·direction(the other two) + beta·result, by an algorithm of the direction. */
cudnnStatus_t convolve(
        const char* call, Direction direction, const Handle* handle, const float* alpha, const Tensor* xt,
        const void* x, const Tensor* wt, const void* w, const Tensor* yt, const void* y, const Convolution* convolution,
        int algorithm, void* space, size_t bytes, const float* beta) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkConvolution(call, xt, wt, convolution, yt)) return error;
    DNN_CALL_NEEDS(call, alpha && beta, "alpha or beta is null");
    DNN_CALL_NEEDS(call, algorithm >= 0 && algorithm < ALGORITHMS[direction], "no such algorithm");
    DNN_CALL_SUPPORTS(call, offers(direction, algorithm, *xt, *wt, *convolution), "an algorithm not offered for this convolution");
    DNN_CALL_NEEDS(call, bytes >= workspaceSize(algorithm) && space, "the workspace is too small");
    return submit(handle, call, {direction, *convolution, *xt, *wt, *yt, x, w, y, {*alpha, *beta}, space, bytes});
}

}  // namespace

cudnnStatus_t dnn::submit(const Handle* handle, const char* call, const Product& product) {
    std::vector<Range> ranges{
            range(product.direction == BACKWARD_DATA ? "dx" : "x", product.x, product.xs),
            range(product.direction == BACKWARD_FILTER ? "dw" : "w", product.w, product.ws),
            range(product.direction == FORWARD ? "y" : "dy", product.y, product.ys)};
    if (product.bytes) ranges.push_back({"workspace", product.space, product.bytes});
    return submit(handle, call, ranges, [=] { run(product); });
}

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

JANUS_API cudnnStatus_t cudnnConvolutionForward(
        const Handle* handle, const float* alpha, const Tensor* xt, const void* x, const Tensor* wt, const void* w,
        const Convolution* c, int algorithm, void* space, size_t bytes, const float* beta, const Tensor* yt, void* y) {
    return convolve(__func__, FORWARD, handle, alpha, xt, x, wt, w, yt, y, c, algorithm, space, bytes, beta);
}

JANUS_API cudnnStatus_t cudnnConvolutionBackwardData(
        const Handle* handle, const float* alpha, const Tensor* wt, const void* w, const Tensor* dyt, const void* dy,
        const Convolution* c, int algorithm, void* space, size_t bytes, const float* beta, const Tensor* dxt,
        void* dx) {
    return convolve(__func__, BACKWARD_DATA, handle, alpha, dxt, dx, wt, w, dyt, dy, c, algorithm, space, bytes, beta);
}

JANUS_API cudnnStatus_t cudnnConvolutionBackwardFilter(
        const Handle* handle, const float* alpha, const Tensor* xt, const void* x, const Tensor* dyt, const void* dy,
        const Convolution* c, int algorithm, void* space, size_t bytes, const float* beta, const Tensor* dwt,
        void* dw) {
    return convolve(__func__, BACKWARD_FILTER, handle, alpha, xt, x, dwt, dw, dyt, dy, c, algorithm, space, bytes,
            beta);
}

/** y = act(alpha1·(x * w) + alpha2·z + bias), rounded once; z may be y. */
JANUS_API cudnnStatus_t cudnnConvolutionBiasActivationForward(
        const Handle* handle, const float* alpha1, const Tensor* xt, const void* x, const Tensor* wt, const void* w,
        const Convolution* c, int algorithm, void* space, size_t bytes, const float* alpha2, const Tensor* zt,
        const void* z, const Tensor* bt, const void* bias, const Activation* activation, const Tensor* yt, void* y) {
    enum { RELU = 1, IDENTITY = 5, PRECOMP_GEMM = 1 };
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkConvolution(__func__, xt, wt, c, yt)) return error;
    DNN_NEEDS(alpha1 && alpha2 && zt && bt && activation && zt->set && bt->set && activation->set, "something is null");
    DNN_NEEDS(zt->sameDims(*yt) && zt->type == yt->type, "z is not as y");
    DNN_NEEDS(bt->dim[0] == 1 && bt->dim[1] == yt->dim[1] && bt->dim[2] == 1 && bt->dim[3] == 1, "bias is not [1, k, 1, 1]");
    DNN_NEEDS(algorithm >= 0 && algorithm < ALGORITHMS[FORWARD] && y != x, "no such algorithm, or y is x");
    DNN_SUPPORTS(activation->mode == RELU || activation->mode == IDENTITY, "another activation than ReLU and identity");
    DNN_SUPPORTS(activation->mode == RELU || algorithm == PRECOMP_GEMM, "identity with another algorithm");
    DNN_SUPPORTS(janus::gpu().unsupported != __func__, "it is told so");
    DNN_SUPPORTS(bt->type == yt->type && offers(FORWARD, algorithm, *xt, *wt, *c), "such a bias, or such an algorithm");
    DNN_NEEDS(bytes >= workspaceSize(algorithm) && space, "the workspace is too small");
    std::vector<Range> ranges{range("x", *xt, x), range("w", *wt, w), range("z", *zt, z), range("bias", *bt, bias),
                              range("y", *yt, y), {"workspace", space, bytes}};
    return submit(handle, __func__, ranges,
            [=, factors = Factors{*alpha1, *alpha2}, xt = *xt, wt = *wt, zt = *zt, bt = *bt, yt = *yt, c = *c,
             relu = activation->mode == RELU] {
                std::memset(space, 0xFF, bytes);
                std::vector<double> sums = compute(FORWARD, c, xt, wt, yt, gather(xt, x), gather(wt, w));
                std::vector<float> added = factors.beta == 0 ? std::vector<float>(sums.size()) : gather(zt, z);
                std::vector<float> biases = gather(bt, bias);
                for (size_t i = 0; i < sums.size(); i++) {
                    double v = factors.alpha * sums[i] + factors.beta * added[i] + biases[i % biases.size()];
                    sums[i] = relu && v < 0 ? 0 : v;
                }
                blend(yt, y, sums, 1, 0);
            });
}
