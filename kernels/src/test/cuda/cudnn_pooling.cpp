// Pooling and activations, and y = alpha·a + beta·y.
#include <algorithm>
#include <cmath>
#include <limits>

#include "cudnn.h"

using namespace dnn;

namespace {

enum PoolingMode { MAX = 0, AVERAGE_WITH_PADDING = 1, AVERAGE = 2, MAX_DETERMINISTIC = 3 };

int outputSize(const Pooling& pooling, const Tensor& x, int d) {
    return (x.dim[2 + d] + 2 * pooling.pad[d] - pooling.window[d]) / pooling.stride[d] + 1;
}

cudnnStatus_t check(const std::string& name, const Pooling* pooling, const Tensor* x, const Tensor* y) {
    if (!pooling || !x || !y || !pooling->set || !x->set || !y->set) return bad(name + "a descriptor is not set");
    if (x->type != y->type) return bad(name + "x and y differ in type");
    if (x->dim[0] != y->dim[0] || x->dim[1] != y->dim[1] || y->dim[2] != outputSize(*pooling, *x, 0)
            || y->dim[3] != outputSize(*pooling, *x, 1))
        return bad(name + "y is not of the pooling's result size");
    return CUDNN_STATUS_SUCCESS;
}

/** Calls `each(y index, x indices of its window)` for every number of y, indices in the order n, h, w, c. */
template <class F>
void windows(const Pooling& pooling, const Tensor& x, const Tensor& y, F each) {
    std::vector<size_t> window;
    size_t i = 0;
    for (int n = 0; n < y.dim[0]; n++)
        for (int p = 0; p < y.dim[2]; p++)
            for (int q = 0; q < y.dim[3]; q++)
                for (int c = 0; c < y.dim[1]; c++) {
                    window.clear();
                    int top = p * pooling.stride[0] - pooling.pad[0], left = q * pooling.stride[1] - pooling.pad[1];
                    for (int h = std::max(top, 0); h < std::min(top + pooling.window[0], x.dim[2]); h++)
                        for (int w = std::max(left, 0); w < std::min(left + pooling.window[1], x.dim[3]); w++)
                            window.push_back(((size_t(n) * x.dim[2] + h) * x.dim[3] + w) * x.dim[1] + c);
                    each(i++, window);
                }
}

bool takesMaximum(const Pooling& pooling) {
    return pooling.mode == MAX || pooling.mode == MAX_DETERMINISTIC;
}

double divisor(const Pooling& pooling, const std::vector<size_t>& window) {
    return pooling.mode == AVERAGE ? double(window.size()) : double(pooling.window[0]) * pooling.window[1];
}

std::vector<double> pooled(const Pooling& pooling, const Tensor& xt, const Tensor& yt, const std::vector<float>& x) {
    std::vector<double> y(size_t(yt.count()));
    windows(pooling, xt, yt, [&](size_t i, const std::vector<size_t>& window) {
        double sum = 0, most = -std::numeric_limits<double>::infinity();
        for (size_t at : window) {
            sum += x[at];
            if (x[at] > most || std::isnan(x[at])) most = x[at];
        }
        y[i] = takesMaximum(pooling) ? most : sum / divisor(pooling, window);
    });
    return y;
}

/** A maximum's gradient goes to the first number of the window that equals y. */
std::vector<double> unpooled(
        const Pooling& pooling, const Tensor& xt, const Tensor& yt, const std::vector<float>& x,
        const std::vector<float>& y, const std::vector<float>& dy) {
    std::vector<double> dx(size_t(xt.count()), 0);
    windows(pooling, xt, yt, [&](size_t i, const std::vector<size_t>& window) {
        for (size_t at : window) {
            if (!takesMaximum(pooling)) {
                dx[at] += dy[i] / divisor(pooling, window);
            } else if (x[at] == y[i]) {
                dx[at] += dy[i];
                break;
            }
        }
    });
    return dx;
}

}  // namespace

namespace dnn {

double activate(const Activation& a, double x) {
    switch (a.mode) {
        case 0: return 1 / (1 + std::exp(-x));
        case 1: return x < 0 ? 0 : x;
        case 2: return std::tanh(x);
        case 3: return x < 0 ? 0 : std::min(x, a.coefficient);
        case 4: return x < 0 ? a.coefficient * std::expm1(x) : x;
        default: return x;
    }
}

double slope(const Activation& a, double x, double y) {
    switch (a.mode) {
        case 0: return y * (1 - y);
        case 1: return y > 0;
        case 2: return 1 - y * y;
        case 3: return x > 0 && x < a.coefficient;
        case 4: return x < 0 ? y + a.coefficient : 1;
        default: return 1;
    }
}

}  // namespace dnn

JANUS_API cudnnStatus_t cudnnGetPooling2dForwardOutputDim(
        const Pooling* pooling, const Tensor* x, int* n, int* c, int* p, int* q) {
    DNN_NEEDS(pooling && x && pooling->set && x->set, "a descriptor is not set");
    *n = x->dim[0];
    *c = x->dim[1];
    *p = outputSize(*pooling, *x, 0);
    *q = outputSize(*pooling, *x, 1);
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnPoolingForward(
        const Handle* handle, const Pooling* pooling, const float* alpha, const Tensor* xt, const void* x,
        const float* beta, const Tensor* yt, void* y) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = check("cudnnPoolingForward: ", pooling, xt, yt)) return error;
    DNN_NEEDS(alpha && beta, "alpha or beta is null");
    return submit(handle, __func__, {range("x", *xt, x), range("y", *yt, y)},
            [=, a = *alpha, b = *beta, xt = *xt, yt = *yt, pooling = *pooling] {
                blend(yt, y, pooled(pooling, xt, yt, gather(xt, x)), a, b);
            });
}

JANUS_API cudnnStatus_t cudnnPoolingBackward(
        const Handle* handle, const Pooling* pooling, const float* alpha, const Tensor* yt, const void* y,
        const Tensor* dyt, const void* dy, const Tensor* xt, const void* x, const float* beta, const Tensor* dxt,
        void* dx) {
    DNN_HANDLE(handle);
    if (cudnnStatus_t error = check("cudnnPoolingBackward: ", pooling, xt, yt)) return error;
    if (cudnnStatus_t error = check("cudnnPoolingBackward: ", pooling, dxt, dyt)) return error;
    DNN_NEEDS(xt->sameDims(*dxt), "x and dx differ in size");
    DNN_NEEDS(alpha && beta, "alpha or beta is null");
    return submit(handle, __func__,
            {range("y", *yt, y), range("dy", *dyt, dy), range("x", *xt, x), range("dx", *dxt, dx)},
            [=, a = *alpha, b = *beta, xt = *xt, yt = *yt, dxt = *dxt, dyt = *dyt, pooling = *pooling] {
                blend(dxt, dx, unpooled(pooling, xt, yt, gather(xt, x), gather(yt, y), gather(dyt, dy)), a, b);
            });
}

JANUS_API cudnnStatus_t cudnnActivationForward(
        const Handle* handle, const Activation* activation, const float* alpha, const Tensor* xt, const void* x,
        const float* beta, const Tensor* yt, void* y) {
    DNN_HANDLE(handle);
    DNN_NEEDS(activation && xt && yt && activation->set && xt->set && yt->set, "a descriptor is not set");
    DNN_NEEDS(xt->sameDims(*yt) && xt->type == yt->type && alpha && beta, "x and y differ");
    DNN_SUPPORTS(activation->mode <= 4, "this activation");
    return submit(handle, __func__, {range("x", *xt, x), range("y", *yt, y)},
            [=, a = *alpha, b = *beta, xt = *xt, yt = *yt, activation = *activation] {
                std::vector<double> values;
                for (float v : gather(xt, x)) values.push_back(activate(activation, v));
                blend(yt, y, values, a, b);
            });
}

JANUS_API cudnnStatus_t cudnnActivationBackward(
        const Handle* handle, const Activation* activation, const float* alpha, const Tensor* yt, const void* y,
        const Tensor* dyt, const void* dy, const Tensor* xt, const void* x, const float* beta, const Tensor* dxt,
        void* dx) {
    DNN_HANDLE(handle);
    DNN_NEEDS(activation && xt && yt && dxt && dyt && alpha && beta && activation->set, "a descriptor is not set");
    DNN_NEEDS(xt->set && xt->sameDims(*yt) && xt->sameDims(*dxt) && xt->sameDims(*dyt), "the tensors differ in size");
    DNN_SUPPORTS(activation->mode <= 4, "this activation");
    return submit(handle, __func__,
            {range("y", *yt, y), range("dy", *dyt, dy), range("x", *xt, x), range("dx", *dxt, dx)},
            [=, a = *alpha, b = *beta, xt = *xt, yt = *yt, dxt = *dxt, dyt = *dyt, activation = *activation] {
                std::vector<float> xs = gather(xt, x), ys = gather(yt, y), dys = gather(dyt, dy);
                std::vector<double> dxs(xs.size());
                for (size_t i = 0; i < xs.size(); i++) dxs[i] = dys[i] * slope(activation, xs[i], ys[i]);
                blend(dxt, dx, dxs, a, b);
            });
}

JANUS_API cudnnStatus_t cudnnAddTensor(
        const Handle* handle, const float* alpha, const Tensor* at, const void* a, const float* beta, const Tensor* yt,
        void* y) {
    DNN_HANDLE(handle);
    DNN_NEEDS(at && yt && at->set && yt->set && alpha && beta, "a descriptor is not set");
    for (int d = 0; d < 4; d++) DNN_NEEDS(at->dim[d] == yt->dim[d] || at->dim[d] == 1, "a does not spread over y");
    return submit(handle, __func__, {range("a", *at, a), range("y", *yt, y)},
            [=, factor = *alpha, b = *beta, at = *at, yt = *yt] {
                Tensor spread = yt;
                spread.type = at.type;
                for (int d = 0; d < 4; d++) spread.stride[d] = at.dim[d] == 1 ? 0 : at.stride[d];
                std::vector<float> values = gather(spread, a);
                blend(yt, y, {values.begin(), values.end()}, factor, b);
            });
}
