// Streams and their recording. Work runs when it is submitted, so that waiting is only counted; while a stream is
// captured its work is kept, in the order of submission, for the graph.
#include <cstdlib>

#include "gpu.h"

using namespace janus;

namespace {

constexpr int GLOBAL = 0, RELAXED = 2;

/** Ends a capture whose stream goes away. */
void abandon(std::shared_ptr<Capture> capture) {
    for (Stream* member : capture->members) member->capture = nullptr;
    gpu().captures.erase(capture);
}

bool disturbs(const Capture& capture) {
    return capture.mode == GLOBAL || (capture.mode != RELAXED && capture.thread == std::this_thread::get_id());
}

}  // namespace

namespace janus {

CUresult invalidate(const std::shared_ptr<Capture>& capture, CUresult code, const std::string& why) {
    capture->valid = false;
    return refuse(code, why);
}

CUresult legacyMeetsCapture(const char* name) {
    CUresult error = CUDA_SUCCESS;
    for (Stream* stream : gpu().streams)
        if (stream->blocking && stream->capture)
            error = invalidate(
                    stream->capture, CUDA_ERROR_STREAM_CAPTURE_IMPLICIT,
                    std::string(name) + ": the legacy stream would wait for a capturing stream");
    return error;
}

Stream* streamOf(void* handle) {
    if (!handle || handle == reinterpret_cast<void*>(1)) return &gpu().legacy;
    auto* stream = static_cast<Stream*>(handle);
    return gpu().streams.count(stream) ? stream : nullptr;
}

CUresult submit(void* handle, Work work) {
    Stream* stream = streamOf(handle);
    if (!stream) return refuse(CUDA_ERROR_INVALID_HANDLE, "work for a stream that is not live");
    if (stream == &gpu().legacy)
        if (CUresult error = legacyMeetsCapture("work on the legacy stream")) return error;
    stream->position++;
    if (!stream->capture) return work();
    if (!stream->capture->valid) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    stream->capture->work.push_back(std::move(work));
    return CUDA_SUCCESS;
}

CUresult disturb(const char* name) {
    CUresult error = CUDA_SUCCESS;
    for (auto& capture : gpu().captures)
        if (disturbs(*capture))
            error = invalidate(
                    capture, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, std::string(name) + " while a stream captures");
    return error;
}

CUresult synchronousCopy(const char* name) {
    if (CUresult error = legacyMeetsCapture(name)) return error;
    gpu().counters.hostSynchronizations++;
    return disturb(name);
}

void resetDevice() {
    for (auto& [start, allocation] : gpu().memory) std::free(start - 256);
    for (Stream* stream : gpu().streams) delete stream;
    forgetEvents();
    gpu().memory.clear();
    gpu().streams.clear();
    gpu().captures.clear();
    gpu().sticky = CUDA_SUCCESS;
    gpu().counters.allocations = gpu().counters.bytes = 0;
}

}  // namespace janus

JANUS_API CUresult cuStreamCreate(void** stream, unsigned flags) {
    JANUS_ENTER("cuStreamCreate");
    if (!stream || flags > 1) return CUDA_ERROR_INVALID_VALUE;
    *stream = *gpu().streams.insert(new Stream{(flags & 1) == 0, nullptr}).first;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuStreamDestroy_v2(void* handle) {
    JANUS_ENTER("cuStreamDestroy");
    Stream* stream = streamOf(handle);
    if (!stream || stream == &gpu().legacy) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuStreamDestroy: not a stream");
    if (stream->capture) abandon(stream->capture);
    gpu().streams.erase(stream);
    delete stream;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuStreamSynchronize(void* handle) {
    JANUS_ENTER("cuStreamSynchronize");
    gpu().counters.hostSynchronizations++;
    Stream* stream = streamOf(handle);
    if (!stream) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuStreamSynchronize: not a live stream");
    if (stream->capture)
        return invalidate(
                stream->capture, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "cuStreamSynchronize: the stream captures");
    return stream == &gpu().legacy ? legacyMeetsCapture("cuStreamSynchronize") : CUDA_SUCCESS;
}

JANUS_API CUresult cuStreamBeginCapture_v2(void* handle, int mode) {
    JANUS_ENTER("cuStreamBeginCapture");
    Stream* stream = streamOf(handle);
    if (!stream) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuStreamBeginCapture: not a live stream");
    if (mode < GLOBAL || mode > RELAXED) return CUDA_ERROR_INVALID_VALUE;
    if (stream == &gpu().legacy)
        return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "cuStreamBeginCapture: the legacy stream cannot capture");
    if (stream->capture) return refuse(CUDA_ERROR_ILLEGAL_STATE, "cuStreamBeginCapture: the stream captures already");
    stream->capture = std::make_shared<Capture>(mode, stream);
    gpu().captures.insert(stream->capture);
    gpu().counters.captures++;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuStreamIsCapturing(void* handle, int* status) {
    JANUS_ENTER("cuStreamIsCapturing");
    Stream* stream = streamOf(handle);
    if (!stream) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuStreamIsCapturing: not a live stream");
    *status = !stream->capture ? 0 : stream->capture->valid ? 1 : 2;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuStreamEndCapture(void* handle, std::vector<Work>** graph) {
    JANUS_ENTER("cuStreamEndCapture");
    Stream* stream = streamOf(handle);
    if (!stream) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuStreamEndCapture: not a live stream");
    auto capture = stream->capture;
    if (!capture) return refuse(CUDA_ERROR_ILLEGAL_STATE, "cuStreamEndCapture: the stream does not capture");
    if (capture->origin != stream)
        return invalidate(capture, CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, "cuStreamEndCapture: began in another stream");
    if (capture->mode != RELAXED && capture->thread != std::this_thread::get_id())
        return invalidate(capture, CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD, "cuStreamEndCapture: began in another thread");
    bool joined = true;
    for (Stream* member : capture->members) {
        joined &= member == stream || member->joined == member->position;
        member->capture = nullptr;
    }
    gpu().captures.erase(capture);
    *graph = nullptr;
    if (!capture->valid) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    if (!joined) return refuse(CUDA_ERROR_STREAM_CAPTURE_UNJOINED, "cuStreamEndCapture: a forked stream was not joined");
    *graph = new std::vector<Work>(std::move(capture->work));
    return CUDA_SUCCESS;
}
