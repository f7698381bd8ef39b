// Device memory, page-locked memory, copies and fills. Fresh memory holds NaN, and margins around it tell of writes
// past its ends.
#include <cstdlib>
#include <cstring>

#include "gpu.h"

using namespace janus;

namespace {

constexpr size_t MARGIN = 256;
constexpr unsigned char MARGIN_BYTE = 0xA5;

std::string where(const void* p, size_t bytes) {
    char text[96];
    std::snprintf(text, sizeof text, "[%p, +%zu) is not inside a live allocation", p, bytes);
    return text;
}

char* device(CUdeviceptr p) {
    return reinterpret_cast<char*>(p);
}

CUresult allocate(size_t bytes, Place place, char** start) {
    size_t padded = (bytes + 255) / 256 * 256;
    if (place == Place::DEVICE && gpu().counters.bytes + padded > gpu().total) return CUDA_ERROR_OUT_OF_MEMORY;
    void* whole = nullptr;
    if (posix_memalign(&whole, 256, padded + 2 * MARGIN)) return CUDA_ERROR_OUT_OF_MEMORY;
    *start = static_cast<char*>(whole) + MARGIN;
    std::memset(whole, MARGIN_BYTE, padded + 2 * MARGIN);
    std::memset(*start, 0xFF, bytes);
    gpu().memory[*start] = {bytes, place};
    if (place == Place::DEVICE) {
        gpu().counters.allocations++;
        gpu().counters.allocationsEver++;
        gpu().counters.bytes += padded;
    }
    return CUDA_SUCCESS;
}

CUresult release(char* start, Place place, const char* name) {
    auto found = gpu().memory.find(start);
    if (found == gpu().memory.end() || found->second.place != place)
        return refuse(CUDA_ERROR_INVALID_VALUE, std::string(name) + ": not the start of a live allocation");
    CUresult margins = checkMargins(start, name);
    size_t padded = (found->second.bytes + 255) / 256 * 256;
    if (place == Place::DEVICE) {
        gpu().counters.allocations--;
        gpu().counters.bytes -= padded;
    }
    gpu().memory.erase(found);
    std::memset(start, 0xFF, padded);
    std::free(start - MARGIN);
    return margins;
}

/** The copy as work: device ranges are looked up when it runs, and again at each replay. */
Work copy(const char* name, char* to, bool toDevice, const char* from, bool fromDevice, size_t bytes) {
    return [=] {
        if (toDevice && !live(to, bytes)) return fault(CUDA_ERROR_ILLEGAL_ADDRESS, name + (": to " + where(to, bytes)));
        if (fromDevice && !live(from, bytes))
            return fault(CUDA_ERROR_ILLEGAL_ADDRESS, name + (": from " + where(from, bytes)));
        std::memmove(to, from, bytes);
        return CUDA_SUCCESS;
    };
}

bool onDevice(const void* p) {
    const Allocation* around = allocationAround(p, 1);
    return around && around->place == Place::DEVICE;
}

CUresult checkCopy(const char* name, const char* to, bool toDevice, const char* from, bool fromDevice, size_t bytes) {
    if (bytes == 0) return CUDA_SUCCESS;
    if (toDevice && !live(to, bytes)) return refuse(CUDA_ERROR_INVALID_VALUE, name + (": to " + where(to, bytes)));
    if (fromDevice && !live(from, bytes))
        return refuse(CUDA_ERROR_INVALID_VALUE, name + (": from " + where(from, bytes)));
    if (!to || !from || (!toDevice && onDevice(to)) || (!fromDevice && onDevice(from)))
        return refuse(CUDA_ERROR_INVALID_VALUE, std::string(name) + ": the host pointer is null or a device pointer");
    return CUDA_SUCCESS;
}

CUresult copyNow(const char* name, char* to, bool toDevice, const char* from, bool fromDevice, size_t bytes) {
    if (CUresult error = checkCopy(name, to, toDevice, from, fromDevice, bytes)) return error;
    if (CUresult error = synchronousCopy(name)) return error;
    return submit(nullptr, copy(name, to, toDevice, from, fromDevice, bytes));
}

CUresult copyLater(
        const char* name, char* to, bool toDevice, const char* from, bool fromDevice, size_t bytes, void* stream) {
    if (CUresult error = checkCopy(name, to, toDevice, from, fromDevice, bytes)) return error;
    return submit(stream, copy(name, to, toDevice, from, fromDevice, bytes));
}

template <class T>
CUresult fill(const char* name, CUdeviceptr p, T value, size_t count, void* stream) {
    if (p % sizeof(T)) return refuse(CUDA_ERROR_INVALID_VALUE, std::string(name) + ": misaligned");
    Work work = [=] {
        if (!live(device(p), count * sizeof(T)))
            return fault(CUDA_ERROR_ILLEGAL_ADDRESS, name + (": " + where(device(p), count * sizeof(T))));
        for (size_t i = 0; i < count; i++) std::memcpy(device(p) + i * sizeof(T), &value, sizeof(T));
        return CUDA_SUCCESS;
    };
    if (count && !live(device(p), count * sizeof(T)))
        return refuse(CUDA_ERROR_INVALID_VALUE, name + (": " + where(device(p), count * sizeof(T))));
    return submit(stream, work);
}

}  // namespace

namespace janus {

const Allocation* allocationAround(const void* p, size_t bytes, char** start) {
    char* first = static_cast<char*>(const_cast<void*>(p));
    auto next = gpu().memory.upper_bound(first);
    if (next == gpu().memory.begin()) return nullptr;
    auto& [begin, allocation] = *--next;
    if (size_t(first - begin) > allocation.bytes || bytes > allocation.bytes - size_t(first - begin)) return nullptr;
    if (start) *start = begin;
    return &allocation;
}

bool live(const void* p, size_t bytes) {
    return bytes == 0 || allocationAround(p, bytes);
}

CUresult checkMargins(const void* p, const std::string& writer) {
    char* start;
    const Allocation* allocation = allocationAround(p, 0, &start);
    if (!allocation) return CUDA_SUCCESS;
    for (size_t i = 0; i < MARGIN; i++) {
        if (static_cast<unsigned char>(start[-1 - long(i)]) != MARGIN_BYTE)
            return fault(CUDA_ERROR_ILLEGAL_ADDRESS, writer + ": wrote before an allocation's start");
        if (static_cast<unsigned char>(start[allocation->bytes + i]) != MARGIN_BYTE)
            return fault(CUDA_ERROR_ILLEGAL_ADDRESS, writer + ": wrote past an allocation's end, "
                    + std::to_string(allocation->bytes) + " + " + std::to_string(i) + " bytes");
    }
    return CUDA_SUCCESS;
}

}  // namespace janus

JANUS_API CUresult cuMemAlloc_v2(CUdeviceptr* p, size_t bytes) {
    JANUS_ENTER("cuMemAlloc");
    if (!p || bytes == 0) return CUDA_ERROR_INVALID_VALUE;
    if (CUresult error = disturb("cuMemAlloc")) return error;
    return allocate(bytes, Place::DEVICE, reinterpret_cast<char**>(p));
}

JANUS_API CUresult cuMemFree_v2(CUdeviceptr p) {
    JANUS_ENTER("cuMemFree");
    if (p == 0) return CUDA_SUCCESS;
    if (CUresult error = disturb("cuMemFree")) return error;
    return release(device(p), Place::DEVICE, "cuMemFree");
}

JANUS_API CUresult cuMemGetInfo_v2(size_t* free, size_t* total) {
    JANUS_ENTER("cuMemGetInfo");
    *total = gpu().total;
    *free = gpu().total - size_t(gpu().counters.bytes);
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuMemHostAlloc(void** p, size_t bytes, unsigned) {
    JANUS_ENTER("cuMemHostAlloc");
    if (!p || bytes == 0) return CUDA_ERROR_INVALID_VALUE;
    if (CUresult error = disturb("cuMemHostAlloc")) return error;
    return allocate(bytes, Place::HOST, reinterpret_cast<char**>(p));
}

JANUS_API CUresult cuMemFreeHost(void* p) {
    JANUS_ENTER("cuMemFreeHost");
    if (CUresult error = disturb("cuMemFreeHost")) return error;
    return release(static_cast<char*>(p), Place::HOST, "cuMemFreeHost");
}

JANUS_API CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void* from, size_t bytes) {
    JANUS_ENTER("cuMemcpyHtoD");
    return copyNow("cuMemcpyHtoD", device(to), true, static_cast<const char*>(from), false, bytes);
}

JANUS_API CUresult cuMemcpyDtoH_v2(void* to, CUdeviceptr from, size_t bytes) {
    JANUS_ENTER("cuMemcpyDtoH");
    return copyNow("cuMemcpyDtoH", static_cast<char*>(to), false, device(from), true, bytes);
}

JANUS_API CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, size_t bytes, void* stream) {
    JANUS_ENTER("cuMemcpyHtoDAsync");
    return copyLater("cuMemcpyHtoDAsync", device(to), true, static_cast<const char*>(from), false, bytes, stream);
}

JANUS_API CUresult cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, size_t bytes, void* stream) {
    JANUS_ENTER("cuMemcpyDtoHAsync");
    return copyLater("cuMemcpyDtoHAsync", static_cast<char*>(to), false, device(from), true, bytes, stream);
}

JANUS_API CUresult cuMemsetD8_v2(CUdeviceptr p, unsigned char value, size_t count) {
    JANUS_ENTER("cuMemsetD8");
    return fill("cuMemsetD8", p, value, count, nullptr);
}

JANUS_API CUresult cuMemsetD32_v2(CUdeviceptr p, unsigned value, size_t count) {
    JANUS_ENTER("cuMemsetD32");
    return fill("cuMemsetD32", p, value, count, nullptr);
}

JANUS_API CUresult cuMemsetD32Async(CUdeviceptr p, unsigned value, size_t count, void* stream) {
    JANUS_ENTER("cuMemsetD32Async");
    return fill("cuMemsetD32Async", p, value, count, stream);
}
