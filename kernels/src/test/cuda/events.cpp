// Events: marks in streams, by which streams are ordered and joined to a recording.
#include "gpu.h"

using namespace janus;

namespace {

struct Event {
    bool recorded = false;
    std::shared_ptr<Capture> capture;
    Stream* stream = nullptr;
    long position = 0;
};
std::set<Event*> events;

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

void janus::forgetEvents() {
    for (Event* event : events) delete event;
    events.clear();
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

JANUS_API CUresult cuEventCreate(Event** event, unsigned) {
    JANUS_ENTER("cuEventCreate");
    if (!event) return CUDA_ERROR_INVALID_VALUE;
    *event = *events.insert(new Event).first;
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
    event->capture = stream->capture;
    event->stream = stream;
    event->position = stream->position;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuEventSynchronize(Event* event) {
    JANUS_ENTER("cuEventSynchronize");
    gpu().counters.hostSynchronizations++;
    if (!events.count(event)) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuEventSynchronize: not a live event");
    if (!event->capture) return CUDA_SUCCESS;
    return invalidate(event->capture, CUDA_ERROR_CAPTURED_EVENT, "cuEventSynchronize: the event belongs to a capture");
}
