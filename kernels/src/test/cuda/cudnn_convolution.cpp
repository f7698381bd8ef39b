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

/** The one algorithm there is: implicit products, their indices computed before. */
constexpr int ALGORITHM = 1;
constexpr int ALGORITHMS = 8;
constexpr size_t WORKSPACE = 8192;

}  // namespace

namespace dnn {

static int outputSize(const Convolution& convolution, const Tensor& x, const Tensor& w, int d) {
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

cudnnStatus_t submit(const Handle* handle, const char* call, const Product& product) {
    std::vector<Range> ranges{
            range(product.direction == BACKWARD_DATA ? "dx" : "x", product.x, product.xs),
            range(product.direction == BACKWARD_FILTER ? "dw" : "w", product.w, product.ws),
            range(product.direction == FORWARD ? "y" : "dy", product.y, product.ys)};
    if (product.bytes) ranges.push_back({"workspace", product.space, product.bytes});
    return submit(handle, call, ranges, [=] { run(product); });
}

}  // namespace dnn

JANUS_API cudnnStatus_t cudnnGetConvolutionForwardWorkspaceSize(
        const Handle* handle, const Tensor* x, const Tensor* w, const Convolution* c, const Tensor* y, int algorithm,
        size_t* bytes) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkConvolution(__func__, x, w, c, y)) return error;
    DNN_NEEDS(bytes && algorithm >= 0 && algorithm < ALGORITHMS, "no such algorithm");
    DNN_SUPPORTS(algorithm == ALGORITHM, "another algorithm");
    *bytes = WORKSPACE;
    return CUDNN_STATUS_SUCCESS;
}

/** y = act(alpha1·(x * w) + alpha2·z + bias), rounded once; z may be y. */
JANUS_API cudnnStatus_t cudnnConvolutionBiasActivationForward(
        const Handle* handle, const float* alpha1, const Tensor* xt, const void* x, const Tensor* wt, const void* w,
        const Convolution* c, int algorithm, void* space, size_t bytes, const float* alpha2, const Tensor* zt,
        const void* z, const Tensor* bt, const void* bias, const Activation* activation, const Tensor* yt, void* y) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = checkConvolution(__func__, xt, wt, c, yt)) return error;
    DNN_NEEDS(alpha1 && alpha2 && zt && bt && activation && zt->set && bt->set && activation->set, "something is null");
    DNN_NEEDS(zt->sameDims(*yt) && zt->type == yt->type, "z is not as y");
    DNN_NEEDS(bt->dim[0] == 1 && bt->dim[1] == yt->dim[1] && bt->dim[2] == 1 && bt->dim[3] == 1, "bias is not [1, k, 1, 1]");
    DNN_NEEDS(algorithm >= 0 && algorithm < ALGORITHMS && y != x, "no such algorithm, or y is x");
    DNN_SUPPORTS(activation->mode == RELU || activation->mode == IDENTITY, "another activation than ReLU and identity");
    DNN_SUPPORTS(janus::gpu().unsupported != __func__, "it is told so");
    DNN_SUPPORTS(bt->type == yt->type && algorithm == ALGORITHM, "such a bias, or such an algorithm");
    DNN_NEEDS(bytes >= WORKSPACE && space, "the workspace is too small");
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
