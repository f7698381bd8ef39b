// Initialisation, the device, its context and what went wrong: a device of two multiprocessors and 4 GiB.
#include <cstdio>

#include "gpu.h"

using namespace janus;

namespace {

struct Context {
    int users;
};
Context primary{0};
thread_local Context* current;

bool usable(Context* context) {
    return context == &primary && primary.users > 0;
}

}  // namespace

namespace janus {

Gpu& gpu() {
    static Gpu* the = new Gpu;  // never destroyed: threads of the host process may outlive static destructors
    return *the;
}

CUresult refuse(CUresult code, const std::string& why) {
    gpu().failure = why;
    std::fprintf(stderr, "emulated GPU: error %d: %s\n", int(code), why.c_str());
    return code;
}

CUresult fault(CUresult code, const std::string& why) {
    if (gpu().sticky) return gpu().sticky;
    return gpu().sticky = refuse(code, why);
}

static CUresult entryError(const char* name, bool needsContext) {
    if (!gpu().initialized) return refuse(CUDA_ERROR_NOT_INITIALIZED, std::string(name) + " before cuInit");
    if (gpu().sticky) return gpu().sticky;
    if (needsContext && !usable(current))
        return refuse(CUDA_ERROR_INVALID_CONTEXT, std::string(name) + ": this thread has no current context");
    return CUDA_SUCCESS;
}

Call::Call(const char* name, bool needsContext)
    : error((gpu().lock.lock(), entryError(name, needsContext))), held(gpu().lock, std::adopt_lock) {}

}  // namespace janus

JANUS_API CUresult cuInit(unsigned flags) {
    if (flags) return CUDA_ERROR_INVALID_VALUE;
    gpu().initialized = true;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDriverGetVersion(int* version) {
    if (!version) return CUDA_ERROR_INVALID_VALUE;
    *version = 12060;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuGetErrorString(CUresult code, const char** text) {
    switch (code) {
#define CODE(name, value, words) \
    case name: *text = words; return CUDA_SUCCESS;
        JANUS_CODES(CODE)
#undef CODE
    }
    *text = nullptr;
    return CUDA_ERROR_INVALID_VALUE;
}

JANUS_API CUresult cuDeviceGetCount(int* count) {
    Call call("cuDeviceGetCount", false);
    if (call.error) return call.error;
    *count = 1;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDeviceGet(int* device, int ordinal) {
    Call call("cuDeviceGet", false);
    if (call.error) return call.error;
    if (ordinal != 0) return CUDA_ERROR_INVALID_DEVICE;
    *device = 0;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDeviceGetName(char* name, int length, int device) {
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    std::snprintf(name, size_t(length), "Emulated GPU");
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDeviceTotalMem_v2(size_t* bytes, int device) {
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    *bytes = gpu().total;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDeviceGetAttribute(int* value, int attribute, int device) {
    enum { CAPABILITY_MAJOR = 75, CAPABILITY_MINOR = 76 };
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    if (attribute != CAPABILITY_MAJOR && attribute != CAPABILITY_MINOR)
        return refuse(CUDA_ERROR_INVALID_VALUE, "attribute " + std::to_string(attribute) + " is not emulated");
    *value = attribute == CAPABILITY_MAJOR ? 8 : 0;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDevicePrimaryCtxRetain(Context** context, int device) {
    Call call("cuDevicePrimaryCtxRetain", false);
    if (call.error) return call.error;
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    primary.users++;
    *context = &primary;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDevicePrimaryCtxRelease_v2(int device) {
    Call call("cuDevicePrimaryCtxRelease", false);
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    if (primary.users == 0) return CUDA_ERROR_INVALID_CONTEXT;
    if (--primary.users == 0) resetDevice();
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDevicePrimaryCtxReset_v2(int device) {
    Call call("cuDevicePrimaryCtxReset", false);
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    resetDevice();
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxSetCurrent(Context* context) {
    Call call("cuCtxSetCurrent", false);
    if (call.error) return call.error;
    if (context && !usable(context)) return CUDA_ERROR_INVALID_CONTEXT;
    current = context;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxSynchronize() {
    JANUS_ENTER("cuCtxSynchronize");
    gpu().counters.hostSynchronizations++;
    return disturb("cuCtxSynchronize");
}
