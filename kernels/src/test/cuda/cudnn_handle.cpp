// Handles, versions, errors, and how work of cuDNN reaches the emulated GPU.
#include <cmath>
#include <cstring>

#include "cudnn.h"

using namespace dnn;

namespace {

std::set<const Handle*> handles;

float wide(const char* at, int type) {
    unsigned bits = 0;
    if (type == FLOAT) {
        std::memcpy(&bits, at, 4);
    } else {
        unsigned short upper;
        std::memcpy(&upper, at, 2);
        bits = unsigned(upper) << 16;
    }
    float value;
    std::memcpy(&value, &bits, 4);
    return value;
}

void narrow(char* at, int type, float value) {
    unsigned bits;
    std::memcpy(&bits, &value, 4);
    if (type == FLOAT) {
        std::memcpy(at, &bits, 4);
        return;
    }
    unsigned short upper = (unsigned short)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
    if (std::isnan(value)) upper = 0x7FFF;
    std::memcpy(at, &upper, 2);
}

/** Calls `at` with the offset of each number, in the order n, h, w, c. */
template <class F>
void walk(const Tensor& t, F at) {
    for (long n = 0; n < t.dim[0]; n++)
        for (long h = 0; h < t.dim[2]; h++)
            for (long w = 0; w < t.dim[3]; w++)
                for (long c = 0; c < t.dim[1]; c++)
                    at((n * t.stride[0] + c * t.stride[1] + h * t.stride[2] + w * t.stride[3])
                            * (t.type == FLOAT ? 4 : 2));
}

}  // namespace

namespace dnn {

size_t Tensor::bytes() const {
    long last = 0;
    for (int d = 0; d < 4; d++) last += (dim[d] - 1) * stride[d];
    return size_t(last + 1) * (type == FLOAT ? 4 : 2);
}

bool Tensor::sameDims(const Tensor& other) const {
    return std::memcmp(dim, other.dim, sizeof dim) == 0;
}

bool Tensor::packedNhwc() const {
    return stride[1] == 1 && stride[3] == dim[1] && stride[2] == long(dim[1]) * dim[3]
            && stride[0] == stride[2] * dim[2];
}

std::vector<float> gather(const Tensor& tensor, const void* data) {
    std::vector<float> values;
    values.reserve(size_t(tensor.count()));
    walk(tensor, [&](long at) { values.push_back(wide(static_cast<const char*>(data) + at, tensor.type)); });
    return values;
}

double rounded(int type, double value) {
    char bytes[4];
    narrow(bytes, type, float(value));
    return wide(bytes, type);
}

void blend(const Tensor& tensor, void* data, const std::vector<double>& values, double alpha, double beta) {
    size_t i = 0;
    walk(tensor, [&](long at) {
        char* y = static_cast<char*>(data) + at;
        double old = beta == 0 ? 0 : beta * wide(y, tensor.type);
        narrow(y, tensor.type, float(alpha * values[i++] + old));
    });
}

cudnnStatus_t bad(const std::string& why) {
    janus::refuse(CUDA_ERROR_INVALID_VALUE, why);
    return CUDNN_STATUS_BAD_PARAM;
}

cudnnStatus_t unsupported(const std::string& why) {
    janus::refuse(CUDA_ERROR_NOT_SUPPORTED, why);
    return CUDNN_STATUS_NOT_SUPPORTED;
}

static CUresult checkRanges(const char* call, const std::vector<Range>& ranges) {
    for (const Range& range : ranges)
        if (!janus::live(range.start, range.bytes))
            return janus::fault(CUDA_ERROR_ILLEGAL_ADDRESS,
                    std::string(call) + ": " + range.name + " is not inside a live allocation");
    return CUDA_SUCCESS;
}

cudnnStatus_t submit(const Handle* handle, const char* call, std::vector<Range> ranges, std::function<void()> work) {
    for (const Range& range : ranges)
        if (range.bytes && !range.start) return bad(std::string(call) + ": " + range.name + " is null");
    if (checkRanges(call, ranges) || janus::gpu().sticky) return CUDNN_STATUS_EXECUTION_FAILED;
    CUresult error = janus::submit(handle->stream, [=] {
        if (CUresult gone = checkRanges(call, ranges)) return gone;
        work();
        return CUDA_SUCCESS;
    });
    return error ? CUDNN_STATUS_EXECUTION_FAILED : CUDNN_STATUS_SUCCESS;
}

const Handle* live(const Handle* handle) {
    return handles.count(handle) ? handle : nullptr;
}

}  // namespace dnn

JANUS_API size_t cudnnGetVersion() {
    return 90500;
}

JANUS_API const char* cudnnGetErrorString(int status) {
    switch (status) {
        case CUDNN_STATUS_SUCCESS: return "CUDNN_STATUS_SUCCESS";
        case CUDNN_STATUS_NOT_INITIALIZED: return "CUDNN_STATUS_NOT_INITIALIZED";
        case CUDNN_STATUS_BAD_PARAM: return "CUDNN_STATUS_BAD_PARAM";
        case CUDNN_STATUS_NOT_SUPPORTED: return "CUDNN_STATUS_NOT_SUPPORTED";
        case CUDNN_STATUS_INTERNAL_ERROR: return "CUDNN_STATUS_INTERNAL_ERROR";
        case CUDNN_STATUS_EXECUTION_FAILED: return "CUDNN_STATUS_EXECUTION_FAILED";
        default: return "CUDNN_UNKNOWN_STATUS";
    }
}

JANUS_API cudnnStatus_t cudnnCreate(const Handle** handle) {
    DNN_ENTER;
    DNN_NEEDS(handle, "no place for the handle");
    if (janus::disturb("cudnnCreate")) return CUDNN_STATUS_EXECUTION_FAILED;
    *handle = *handles.insert(new Handle).first;
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnDestroy(const Handle* handle) {
    DNN_HANDLE(handle);
    handles.erase(handle);
    delete handle;
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnSetStream(Handle* handle, void* stream) {
    DNN_HANDLE(handle);
    DNN_NEEDS(janus::streamOf(stream), "not a live stream");
    handle->stream = stream;
    return CUDNN_STATUS_SUCCESS;
}
