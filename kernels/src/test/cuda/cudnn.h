// The emulated cuDNN: descriptors, their numbers as doubles, and the codes of cuDNN 9.
#pragma once

#include <string>
#include <vector>

#include "gpu.h"

enum cudnnStatus_t {
    CUDNN_STATUS_SUCCESS = 0,
    CUDNN_STATUS_NOT_INITIALIZED = 1001,
    CUDNN_STATUS_BAD_PARAM = 2000,
    CUDNN_STATUS_NOT_SUPPORTED = 3000,
    CUDNN_STATUS_INTERNAL_ERROR = 4000,
    CUDNN_STATUS_EXECUTION_FAILED = 5000
};

namespace dnn {

enum Type { FLOAT = 0, BF16 = 9 };
enum Format { NCHW = 0, NHWC = 1 };

/** A tensor [n, c, h, w], or a filter [k, c, r, s], at any strides. */
struct Tensor {
    bool set = false;
    int type = FLOAT;
    int dim[4] = {};
    long stride[4] = {};

    long count() const { return long(dim[0]) * dim[1] * dim[2] * dim[3]; }
    size_t bytes() const;
    bool sameDims(const Tensor& other) const;
    /** True where channels are innermost and nothing lies between the numbers. */
    bool packedNhwc() const;
};

struct Convolution {
    bool set = false;
    /** Before the image, and after it. */
    int pad[2] = {}, post[2] = {};
    int stride[2] = {};
};

enum { RELU = 1, IDENTITY = 5 };

struct Activation {
    bool set = false;
    int mode = 0;
};

struct Handle {
    void* stream = nullptr;
};

/** The tensor's numbers in the order n, h, w, c. */
std::vector<float> gather(const Tensor& tensor, const void* data);

/** The value as a tensor of the type holds it. */
double rounded(int type, double value);

/** y = alpha·values + beta·y, rounded to the tensor's type; where beta is 0, y is not read. */
void blend(const Tensor& tensor, void* data, const std::vector<double>& values, double alpha, double beta);

/** The two factors of a call, read when it is made. */
struct Factors {
    double alpha, beta;
};

cudnnStatus_t bad(const std::string& why);
cudnnStatus_t unsupported(const std::string& why);

/** What a call needs in memory. */
struct Range {
    const char* name;
    const void* start;
    size_t bytes;
    bool written = false;
};

inline Range range(const char* name, const Tensor& tensor, const void* data) {
    return {name, data, tensor.bytes()};
}

inline Range written(const char* name, const Tensor& tensor, const void* data) {
    return {name, data, tensor.bytes(), true};
}

/** Submits work over the ranges, which it checks now and at each run. */
cudnnStatus_t submit(const Handle* handle, const char* call, std::vector<Range> ranges, std::function<void()> work);

/** The handle where it is live, else null. */
const Handle* live(const Handle* handle);

}  // namespace dnn

#define DNN_ENTER std::lock_guard<std::recursive_mutex> held(janus::gpu().lock)
#define DNN_CALL_NEEDS(call, condition, why) \
    if (!(condition)) return dnn::bad(std::string(call) + ": " + (why))
#define DNN_CALL_SUPPORTS(call, condition, why) \
    if (!(condition)) return dnn::unsupported(std::string(call) + ": " + (why))
#define DNN_NEEDS(condition, why) DNN_CALL_NEEDS(__func__, condition, why)
#define DNN_SUPPORTS(condition, why) DNN_CALL_SUPPORTS(__func__, condition, why)
#define DNN_HANDLE(handle)                 \
    DNN_ENTER;                             \
    if (!dnn::live(handle)) return CUDNN_STATUS_NOT_INITIALIZED
