// Streams, events and the recording of streams. Work runs when it is submitted, so that waiting is only counted; while
// a stream is captured its work is kept, in the order of submission, for the graph.
#include <chrono>

#include "gpu.h"

using namespace janus;

namespace {

using Clock = std::chrono::steady_clock;

struct Event {
    explicit Event(bool timed) : timed(timed) {}

    const bool timed;
    bool recorded = false;
    Clock::time_point when;
    std::shared_ptr<Capture> capture;
    Stream* stream = nullptr;
    long position = 0;
};
std::set<Event*> events;

constexpr int GLOBAL = 0, RELAXED = 2;

CUresult invalidate(const std::shared_ptr<Capture>& capture, CUresult code, const std::string& why) {
    capture->valid = false;
    return refuse(code, why);
}

/** Ends a capture whose stream goes away. */
void abandon(std::shared_ptr<Capture> capture) {
    for (Stream* member : capture->members) member->capture = nullptr;
    gpu().captures.erase(capture);
}

bool disturbs(const Capture& capture) {
    return capture.mode == GLOBAL || (capture.mode != RELAXED && capture.thread == std::this_thread::get_id());
}

/** Work of the legacy stream waits for every blocking stream, and so may not meet a capturing one. */
CUresult legacyMeetsCapture(const char* name) {
    CUresult error = CUDA_SUCCESS;
    for (Stream* stream : gpu().streams)
        if (stream->blocking && stream->capture)
            error = invalidate(
                    stream->capture, CUDA_ERROR_STREAM_CAPTURE_IMPLICIT,
                    std::string(name) + ": the legacy stream would wait for a capturing stream");
    return error;
}

Stream* created(unsigned flags) {
    return *gpu().streams.insert(new Stream{(flags & 1) == 0, nullptr}).first;
}

CUresult wait(const char* name, void* handle) {
    Stream* stream = streamOf(handle);
    if (!stream) return refuse(CUDA_ERROR_INVALID_HANDLE, std::string(name) + ": not a live stream");
    if (stream->capture)
        return invalidate(
                stream->capture, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, std::string(name) + ": the stream captures");
    return stream == &gpu().legacy ? legacyMeetsCapture(name) : CUDA_SUCCESS;
}

/** Makes the stream wait for an event that was recorded inside a capture: it joins the capture, or is joined to it. */
CUresult waitInCapture(Stream* stream, Event* event) {
    if (stream == &gpu().legacy) return legacyMeetsCapture("cuStreamWaitEvent");
    if (!stream->capture) stream->capture = event->capture;
    if (stream->capture != event->capture)
        return invalidate(stream->capture, CUDA_ERROR_STREAM_CAPTURE_MERGE, "cuStreamWaitEvent: two captures");
    event->capture->members.insert(stream);
    if (gpu().streams.count(event->stream)) event->stream->joined = event->position;
    if (stream != event->stream) stream->position++;
    return CUDA_SUCCESS;
}

}  // namespace

namespace janus {

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
    for (Event* event : events) delete event;
    gpu().memory.clear();
    gpu().streams.clear();
    gpu().captures.clear();
    events.clear();
    gpu().sticky = CUDA_SUCCESS;
    gpu().counters.allocations = gpu().counters.bytes = 0;
}

}  // namespace janus

JANUS_API CUresult cuStreamCreate(void** stream, unsigned flags) {
    JANUS_ENTER("cuStreamCreate");
    if (!stream || flags > 1) return CUDA_ERROR_INVALID_VALUE;
    *stream = created(flags);
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuStreamCreateWithPriority(void** stream, unsigned flags, int) {
    return cuStreamCreate(stream, flags);
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

JANUS_API CUresult cuStreamSynchronize(void* stream) {
    JANUS_ENTER("cuStreamSynchronize");
    gpu().counters.hostSynchronizations++;
    return wait("cuStreamSynchronize", stream);
}

JANUS_API CUresult cuStreamQuery(void* stream) {
    JANUS_ENTER("cuStreamQuery");
    return wait("cuStreamQuery", stream);
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

JANUS_API CUresult cuStreamWaitEvent(void* handle, Event* event, unsigned) {
    JANUS_ENTER("cuStreamWaitEvent");
    Stream* stream = streamOf(handle);
    if (!stream || !events.count(event)) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuStreamWaitEvent: not live");
    if (event->capture && gpu().captures.count(event->capture)) return waitInCapture(stream, event);
    if (stream->capture && event->recorded)
        return invalidate(stream->capture, CUDA_ERROR_STREAM_CAPTURE_ISOLATION,
                "cuStreamWaitEvent: a capturing stream waits for an event from outside its capture");
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuEventCreate(Event** event, unsigned flags) {
    JANUS_ENTER("cuEventCreate");
    if (!event) return CUDA_ERROR_INVALID_VALUE;
    *event = *events.insert(new Event((flags & 2) == 0)).first;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuEventDestroy_v2(Event* event) {
    JANUS_ENTER("cuEventDestroy");
    if (!events.erase(event)) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuEventDestroy: not a live event");
    delete event;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuEventRecord(Event* event, void* handle) {
    JANUS_ENTER("cuEventRecord");
    Stream* stream = streamOf(handle);
    if (!stream || !events.count(event)) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuEventRecord: not live");
    if (stream == &gpu().legacy)
        if (CUresult error = legacyMeetsCapture("cuEventRecord")) return error;
    event->recorded = true;
    event->when = Clock::now();
    event->capture = stream->capture;
    event->stream = stream;
    event->position = stream->position;
    return CUDA_SUCCESS;
}

static CUresult waitForEvent(const char* name, Event* event) {
    if (!events.count(event)) return refuse(CUDA_ERROR_INVALID_HANDLE, std::string(name) + ": not a live event");
    if (!event->capture) return CUDA_SUCCESS;
    return invalidate(event->capture, CUDA_ERROR_CAPTURED_EVENT, std::string(name) + ": the event belongs to a capture");
}

JANUS_API CUresult cuEventSynchronize(Event* event) {
    JANUS_ENTER("cuEventSynchronize");
    gpu().counters.hostSynchronizations++;
    return waitForEvent("cuEventSynchronize", event);
}

JANUS_API CUresult cuEventQuery(Event* event) {
    JANUS_ENTER("cuEventQuery");
    if (CUresult error = disturb("cuEventQuery")) return error;
    return waitForEvent("cuEventQuery", event);
}

JANUS_API CUresult cuEventElapsedTime(float* milliseconds, Event* from, Event* to) {
    JANUS_ENTER("cuEventElapsedTime");
    for (Event* event : {from, to}) {
        if (CUresult error = waitForEvent("cuEventElapsedTime", event)) return error;
        if (!event->recorded || !event->timed)
            return refuse(CUDA_ERROR_INVALID_HANDLE, "cuEventElapsedTime: an event never recorded, or without timing");
    }
    *milliseconds = std::chrono::duration<float, std::milli>(to->when - from->when).count();
    return CUDA_SUCCESS;
}
