// Graphs that were captured, and the report of what the device did.
#include <cstdio>

#include "gpu.h"

using namespace janus;

namespace {

std::set<std::vector<Work>*> executables;

}  // namespace

JANUS_API CUresult cuGraphInstantiateWithFlags(std::vector<Work>** executable, std::vector<Work>* graph, long long) {
    JANUS_ENTER("cuGraphInstantiate");
    if (!executable || !graph) return CUDA_ERROR_INVALID_VALUE;
    *executable = *executables.insert(new std::vector<Work>(*graph)).first;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuGraphLaunch(std::vector<Work>* executable, void* stream) {
    JANUS_ENTER("cuGraphLaunch");
    if (!executables.count(executable)) return refuse(CUDA_ERROR_INVALID_VALUE, "cuGraphLaunch: not a live graph");
    gpu().counters.graphLaunches++;
    for (Work& work : *executable)
        if (CUresult error = submit(stream, work)) return error;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuGraphExecDestroy(std::vector<Work>* executable) {
    JANUS_ENTER("cuGraphExecDestroy");
    if (!executables.erase(executable)) return refuse(CUDA_ERROR_INVALID_VALUE, "cuGraphExecDestroy: not a live graph");
    delete executable;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuGraphDestroy(std::vector<Work>* graph) {
    JANUS_ENTER("cuGraphDestroy");
    if (!graph) return CUDA_ERROR_INVALID_VALUE;
    delete graph;
    return CUDA_SUCCESS;
}

/** Counters in the order of `janus::Counters`, `most` of them at most. */
JANUS_API void janus_emulation_report(long long* counters, long long most) {
    std::lock_guard<std::recursive_mutex> held(gpu().lock);
    Counters& now = gpu().counters;
    const long all[] = {now.launches,      now.allocations, now.bytes,           now.hostSynchronizations,
                        now.graphLaunches, now.captures,    now.allocationsEver};
    int count = 0;
    for (long value : all)
        if (count < most) counters[count++] = value;
}

/** Copies what the last refusal or fault said. */
JANUS_API void janus_emulation_failure(char* text, long long bytes) {
    std::lock_guard<std::recursive_mutex> held(gpu().lock);
    std::snprintf(text, size_t(bytes), "%s", gpu().failure.c_str());
}

/** Sets the size of the device's memory. */
JANUS_API void janus_emulation_memory(void*, long long bytes) {
    std::lock_guard<std::recursive_mutex> held(gpu().lock);
    gpu().total = size_t(bytes);
}

/** Names the one call of cuDNN that answers "not supported" from now on; none if empty. */
JANUS_API void janus_emulation_unsupported(const char* call, long long) {
    std::lock_guard<std::recursive_mutex> held(gpu().lock);
    gpu().unsupported = call;
}
