// Initialisation, the device, its contexts and what went wrong: a device of two multiprocessors and 4 GiB.
#include <cstdio>
#include <cstring>

#include "gpu.h"

using namespace janus;

namespace {

struct Context {
    int users;
};
Context primary{0};
std::set<Context*> contexts;
thread_local std::vector<Context*> current;

bool usable(Context* context) {
    return context && (context == &primary ? primary.users > 0 : contexts.count(context) > 0);
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
    if (needsContext && (current.empty() || !usable(current.back())))
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

JANUS_API CUresult cuGetErrorName(CUresult code, const char** text) {
    switch (code) {
#define CODE(name, value, words) \
    case name: *text = #name; return CUDA_SUCCESS;
        JANUS_CODES(CODE)
#undef CODE
    }
    *text = nullptr;
    return CUDA_ERROR_INVALID_VALUE;
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

JANUS_API CUresult cuDeviceGetUuid(char* uuid, int device) {
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    std::memcpy(uuid, "janus-emulated-0", 16);
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDeviceTotalMem_v2(size_t* bytes, int device) {
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    *bytes = gpu().total;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDeviceComputeCapability(int* major, int* minor, int device) {
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    *major = 8;
    *minor = 0;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuDeviceGetAttribute(int* value, int attribute, int device) {
    static const std::map<int, int> attributes{
        {1, 1024},  {2, 1024},  {3, 1024},     {4, 64},     {5, 2147483647}, {6, 65535},  // threads and grids
        {7, 65535}, {8, 49152}, {9, 65536},    {10, 32},    {11, 2147483647}, {12, 65536},
        {13, 1410000}, {14, 512}, {15, 1},     {16, 2},     {17, 0},         {18, 0},
        {19, 1},    {20, 0},    {31, 1},       {32, 0},     {33, 1},         {34, 0},
        {35, 0},    {36, 1215000}, {37, 5120}, {38, 41943040}, {39, 2048},   {40, 3},
        {41, 1},    {50, 0},    {75, 8},       {76, 0},     {81, 167936},    {82, 65536},
        {83, 1},    {97, 166912}, {106, 32},   {115, 0}};
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    auto found = attributes.find(attribute);
    if (found == attributes.end())
        return refuse(CUDA_ERROR_INVALID_VALUE, "attribute " + std::to_string(attribute) + " is not emulated");
    *value = found->second;
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

JANUS_API CUresult cuDevicePrimaryCtxSetFlags_v2(int device, unsigned) {
    return device == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

JANUS_API CUresult cuDevicePrimaryCtxGetState(int device, unsigned* flags, int* active) {
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    *flags = 0;
    *active = primary.users > 0;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxCreate_v2(Context** context, unsigned, int device) {
    Call call("cuCtxCreate", false);
    if (call.error) return call.error;
    if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
    *context = *contexts.insert(new Context{1}).first;
    current.push_back(*context);
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxDestroy_v2(Context* context) {
    Call call("cuCtxDestroy", false);
    if (contexts.erase(context) == 0) return CUDA_ERROR_INVALID_CONTEXT;
    if (!current.empty() && current.back() == context) current.pop_back();
    delete context;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxSetCurrent(Context* context) {
    Call call("cuCtxSetCurrent", false);
    if (call.error) return call.error;
    if (context && !usable(context)) return CUDA_ERROR_INVALID_CONTEXT;
    if (!current.empty()) current.pop_back();
    if (context) current.push_back(context);
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxGetCurrent(Context** context) {
    Call call("cuCtxGetCurrent", false);
    if (call.error) return call.error;
    *context = current.empty() ? nullptr : current.back();
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxPushCurrent_v2(Context* context) {
    Call call("cuCtxPushCurrent", false);
    if (call.error) return call.error;
    if (!usable(context)) return CUDA_ERROR_INVALID_CONTEXT;
    current.push_back(context);
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxPopCurrent_v2(Context** context) {
    Call call("cuCtxPopCurrent", false);
    if (call.error) return call.error;
    if (current.empty()) return CUDA_ERROR_INVALID_CONTEXT;
    if (context) *context = current.back();
    current.pop_back();
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxGetDevice(int* device) {
    JANUS_ENTER("cuCtxGetDevice");
    *device = 0;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuCtxSynchronize() {
    JANUS_ENTER("cuCtxSynchronize");
    gpu().counters.hostSynchronizations++;
    return disturb("cuCtxSynchronize");
}
