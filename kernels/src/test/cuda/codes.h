// The error codes of the CUDA driver that the emulated GPU answers with; the values are the driver's own.
#pragma once

#define JANUS_CODES(CODE)                                                                                              \
    CODE(CUDA_SUCCESS, 0, "no error")                                                                                  \
    CODE(CUDA_ERROR_INVALID_VALUE, 1, "invalid argument")                                                              \
    CODE(CUDA_ERROR_OUT_OF_MEMORY, 2, "out of memory")                                                                 \
    CODE(CUDA_ERROR_NOT_INITIALIZED, 3, "initialization error")                                                        \
    CODE(CUDA_ERROR_INVALID_DEVICE, 101, "invalid device ordinal")                                                     \
    CODE(CUDA_ERROR_INVALID_CONTEXT, 201, "invalid device context")                                                    \
    CODE(CUDA_ERROR_INVALID_PTX, 218, "a PTX JIT compilation failed")                                                  \
    CODE(CUDA_ERROR_INVALID_HANDLE, 400, "invalid resource handle")                                                    \
    CODE(CUDA_ERROR_ILLEGAL_STATE, 401, "the operation cannot be performed in the present state")                      \
    CODE(CUDA_ERROR_NOT_FOUND, 500, "named symbol not found")                                                          \
    CODE(CUDA_ERROR_ILLEGAL_ADDRESS, 700, "an illegal memory access was encountered")                                  \
    CODE(CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, 701, "too many resources requested for launch")                           \
    CODE(CUDA_ERROR_MISALIGNED_ADDRESS, 716, "misaligned address")                                                     \
    CODE(CUDA_ERROR_LAUNCH_FAILED, 719, "unspecified launch failure")                                                  \
    CODE(CUDA_ERROR_NOT_SUPPORTED, 801, "operation not supported")                                                     \
    CODE(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, 900, "operation not permitted when stream is capturing")               \
    CODE(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, 901, "operation failed due to a previous error during capture")        \
    CODE(CUDA_ERROR_STREAM_CAPTURE_MERGE, 902, "operation would result in a merge of separate capture sequences")      \
    CODE(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, 903, "capture was not ended in the same stream as it began")             \
    CODE(CUDA_ERROR_STREAM_CAPTURE_UNJOINED, 904, "capturing stream has unjoined work")                                \
    CODE(CUDA_ERROR_STREAM_CAPTURE_ISOLATION, 905, "dependency created on uncaptured work in another stream")          \
    CODE(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, 906, "operation would make the legacy stream depend on a capture")        \
    CODE(CUDA_ERROR_CAPTURED_EVENT, 907, "operation not permitted on an event last recorded in a capturing stream")    \
    CODE(CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD, 908, "attempt to end a capture from another thread than began it")

enum CUresult {
#define CODE(name, value, text) name = value,
    JANUS_CODES(CODE)
#undef CODE
};
