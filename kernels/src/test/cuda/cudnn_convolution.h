// What convolutions and their algorithms share: the descriptors' checks, and which algorithm takes what.
#pragma once

#include "cudnn.h"

namespace dnn {

enum Direction { FORWARD, BACKWARD_DATA, BACKWARD_FILTER };

constexpr int ALGORITHMS[] = {8, 6, 7};

/** What cuDNN checks of the descriptors of every convolution. */
cudnnStatus_t checkConvolution(
        const char* call, const Tensor* x, const Tensor* w, const Convolution* convolution, const Tensor* y);

/** As documented: transforms take stride 1 and small windows, and no channels-last tensors. */
bool offers(Direction direction, int algorithm, const Tensor& x, const Tensor& w, const Convolution& convolution);

size_t workspaceSize(int algorithm);

int outputSize(const Convolution& convolution, const Tensor& x, const Tensor& w, int d);

}  // namespace dnn
