// What batch normalization's two directions share: checks and statistics.
#pragma once

#include "cudnn.h"

namespace dnn {

enum NormalizationMode { SPATIAL = 1, PERSISTENT = 2 };
enum NormalizationOps { PLAIN = 0, ACTIVATION = 1, ADD_ACTIVATION = 2 };

constexpr size_t WORKSPACE = 2048;
/** CUDNN_BN_MIN_EPSILON. */
constexpr double LEAST_EPSILON = 0;

/** Of the space a fused forward leaves to its backward: which operation wrote it, on what, and a bit for each number. */
size_t reserveBytes(const Tensor& x);
void writeReserve(int ops, const Tensor& x, const std::vector<double>& y, void* reserve);

/** The bits; a fault that names the call if no forward of this operation on such tensors left any. */
std::vector<bool> readReserve(const char* call, int ops, const Tensor& x, const void* reserve);

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
cudnnStatus_t checkScratch(
        const std::string& name, int ops, const Tensor& x, const Scratch& scratch, std::vector<Range>& ranges);

/** No output may lie over another range of the call: nothing promises that it works in place. */
cudnnStatus_t checkApart(const std::string& name, const std::vector<Range>& ranges);

cudnnStatus_t checkEpsilon(const std::string& name, double epsilon);

struct Statistics {
    double mean, variance;
};

/** Of each channel of numbers in the order n, h, w, c. */
std::vector<Statistics> statistics(const std::vector<float>& x, int channels);

}  // namespace dnn
