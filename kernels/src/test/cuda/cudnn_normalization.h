// What batch normalization's two directions share: checks and statistics.
#pragma once

#include "cudnn.h"

namespace dnn {

enum NormalizationMode { SPATIAL = 1, PERSISTENT = 2 };
enum NormalizationOps { PLAIN = 0, ACTIVATION = 1, ADD_ACTIVATION = 2 };

constexpr size_t WORKSPACE = 2048, RESERVE = 1024;

struct Scratch {
    void* workspace;
    size_t workspaceBytes;
    void* reserve;
    size_t reserveBytes;
};

/** x and y alike, parameters [1, c, 1, 1]. */
cudnnStatus_t checkTensors(const std::string& name, int mode, const Tensor* x, const Tensor* y, const Tensor* params);

/** The fused forms exist for channels-last tensors of 16 bits in persistent mode, with channels by fours. */
cudnnStatus_t checkFused(
        const std::string& name, int mode, int ops, const Tensor* x, const Tensor* z, const Activation* activation);

/** Adds workspace and reserve space to the ranges of a call. */
cudnnStatus_t checkScratch(const std::string& name, int ops, const Scratch& scratch, std::vector<Range>& ranges);

struct Statistics {
    double mean, variance;
};

/** Of each channel of numbers in the order n, h, w, c. */
std::vector<Statistics> statistics(const std::vector<float>& x, int channels);

}  // namespace dnn
