// The emulated GPU: what the stub libraries libcuda, libcudnn and libcublas share. Its memory is the host's, its work
// is done at once by the thread that submits it, or recorded where the stream is capturing.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "codes.h"

using CUdeviceptr = unsigned long long;

#pragma GCC visibility push(default)
namespace janus {

/** One operation of a stream, argument values included; it may run many times, from a graph. */
using Work = std::function<CUresult()>;

enum class Place { DEVICE, HOST };

/** A live allocation: `bytes` usable bytes at the address that is its key in the table. */
struct Allocation {
    size_t bytes;
    Place place;
};

/** A recording in progress; several streams may be part of it. */
struct Capture {
    Capture(int mode, struct Stream* origin) : mode(mode), origin(origin), members{origin} {}

    const int mode;
    Stream* const origin;
    const std::thread::id thread = std::this_thread::get_id();
    bool valid = true;
    std::vector<Work> work;
    std::set<Stream*> members;
};

/** An ordered queue. `position` counts what was submitted, `joined` how much of it its capture's origin waits for. */
struct Stream {
    bool blocking;
    std::shared_ptr<Capture> capture;
    long position = 0;
    long joined = 0;
};

/** What the tests may ask after: the order is the order of `janus_emulation_report`. */
struct Counters {
    long launches, allocations, bytes, hostSynchronizations, graphLaunches, captures, allocationsEver;
};

/** The state of the device. One lock guards all of it. */
struct Gpu {
    std::recursive_mutex lock;
    bool initialized = false;
    CUresult sticky = CUDA_SUCCESS;
    std::string failure;
    std::string unsupported;
    size_t total = size_t(4) << 30;
    std::map<char*, Allocation> memory;
    std::set<Stream*> streams;
    std::set<std::shared_ptr<Capture>> captures;
    Stream legacy{true, nullptr};
    Counters counters{};
};

Gpu& gpu();

/** Says what is wrong on stderr, keeps it for `janus_emulation_failure`, and returns the code. */
CUresult refuse(CUresult code, const std::string& why);

/** A failure inside the device's work: from here on every call answers with the code, as on a device. */
CUresult fault(CUresult code, const std::string& why);

/** The guard at the entry of every driver call; `error` is what the call must answer where it is not 0. */
class Call {
  public:
    explicit Call(const char* name, bool needsContext = true);
    const CUresult error;

  private:
    std::lock_guard<std::recursive_mutex> held;
};

/** Runs the work, or records it where the stream is capturing. The null stream is the legacy stream. */
CUresult submit(void* stream, Work work);

/** Null where the handle is no live stream; the legacy stream for a null handle. */
Stream* streamOf(void* handle);

/** For calls that wait or allocate: an error, and the end of every capture they disturb, or 0. */
CUresult disturb(const char* name);

/** For synchronous copies: they run on the legacy stream and wait. */
CUresult synchronousCopy(const char* name);

/** Ends a capture for what is wrong, says so, and returns the code. */
CUresult invalidate(const std::shared_ptr<Capture>& capture, CUresult code, const std::string& why);

/** Work of the legacy stream waits for every blocking stream, and so may not meet a capturing one: an error, or 0. */
CUresult legacyMeetsCapture(const char* name);

/** The allocation around `[p, p + bytes)`, or null. */
const Allocation* allocationAround(const void* p, size_t bytes, char** start = nullptr);

/** True where every byte of the range lies inside one live allocation. */
bool live(const void* p, size_t bytes);

/** 0 where the bytes around the allocation of `p` are as they were, else a fault that names the writer. */
CUresult checkMargins(const void* p, const std::string& writer);

void forgetEvents();

/** Ends all streams, captures, allocations and faults: a device reset. */
void resetDevice();

}  // namespace janus
#pragma GCC visibility pop

#define JANUS_API extern "C" __attribute__((visibility("default")))
#define JANUS_ENTER(name)                                                                                              \
    janus::Call call(name);                                                                                            \
    if (call.error) return call.error
