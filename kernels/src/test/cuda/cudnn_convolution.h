// What the two interfaces' convolutions share: the descriptors' checks, and the sums.
#pragma once

#include "cudnn.h"

namespace dnn {

enum Direction { FORWARD, BACKWARD_DATA, BACKWARD_FILTER };

/** What cuDNN checks of the descriptors of every convolution. */
cudnnStatus_t checkConvolution(
        const char* call, const Tensor* x, const Tensor* w, const Convolution* convolution, const Tensor* y);

/** How a kernel's arithmetic differs from that of exact products of float32. */
struct Arithmetic {
    /** The bits of mantissa that it keeps of its inputs. */
    int mantissa = 23;
    /** Whether no run's last bits are those of the run before. */
    bool drifts = false;
};

/** One convolution with its memory; `direction` says which of x, w and y is the result. */
struct Product {
    Direction direction;
    Convolution convolution;
    Tensor x, w, y;
    const void *xs, *ws, *ys;
    Factors factors;
    void* space;
    size_t bytes;
    Arithmetic arithmetic = {};
};

/** Submits result = alpha·direction(the other two) + beta·result. */
cudnnStatus_t submit(const Handle* handle, const char* call, const Product& product);

}  // namespace dnn
