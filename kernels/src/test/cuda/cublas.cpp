// The emulated cuBLAS: column-major products of float and bfloat16, dot products and norms with results on the host.
#include <cmath>
#include <cstring>

#include "gpu.h"

using namespace janus;

namespace {

enum Status { SUCCESS = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7, EXECUTION_FAILED = 13, NOT_SUPPORTED = 15 };

constexpr int FLOAT = 0, BF16 = 14;
constexpr int COMPUTE_32F = 68, COMPUTE_32F_PEDANTIC = 69, COMPUTE_32F_FAST_16F = 74, COMPUTE_32F_FAST_TF32 = 77;

struct Handle {
    void* stream = nullptr;
    int math = 0;
};
std::set<const Handle*> handles;

Status invalid(const std::string& why) {
    refuse(CUDA_ERROR_INVALID_VALUE, why);
    return INVALID_VALUE;
}

Status unsupported(const std::string& why) {
    refuse(CUDA_ERROR_NOT_SUPPORTED, why);
    return NOT_SUPPORTED;
}

/** A matrix of `rows` × `columns` stored by columns, or its transpose where `flipped`. */
struct Matrix {
    const char* name;
    char* data;
    int type;
    long rows, columns, lead;
    bool flipped;

    size_t size() const { return type == FLOAT ? 4 : 2; }

    size_t bytes() const { return rows && columns ? size_t(lead * (columns - 1) + rows) * size() : 0; }

    char* at(long i, long j) const { return data + (flipped ? j + i * lead : i + j * lead) * long(size()); }

    float get(long i, long j) const {
        unsigned bits = 0;
        unsigned short upper;
        if (type == FLOAT) {
            std::memcpy(&bits, at(i, j), 4);
        } else {
            std::memcpy(&upper, at(i, j), 2);
            bits = unsigned(upper) << 16;
        }
        float value;
        std::memcpy(&value, &bits, 4);
        return value;
    }

    void put(long i, long j, float value) const {
        unsigned bits;
        std::memcpy(&bits, &value, 4);
        unsigned short upper = std::isnan(value) ? 0x7FFF : (unsigned short)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
        if (type == FLOAT) {
            std::memcpy(at(i, j), &bits, 4);
        } else {
            std::memcpy(at(i, j), &upper, 2);
        }
    }
};

CUresult outside(const char* call, const char* name) {
    return fault(CUDA_ERROR_ILLEGAL_ADDRESS, std::string(call) + ": " + name + " is not inside a live allocation");
}

/** c = alpha·a·b + beta·c; where alpha is 0 neither a nor b is read, where beta is 0 c is not. */
CUresult multiply(const char* call, Matrix a, Matrix b, Matrix c, long k, float alpha, float beta) {
    for (const Matrix& m : {a, b, c})
        if (!live(m.data, m.bytes())) return outside(call, m.name);
    for (long i = 0; i < c.rows; i++)
        for (long j = 0; j < c.columns; j++) {
            double sum = 0;
            for (long l = 0; alpha != 0 && l < k; l++) sum += double(a.get(i, l)) * b.get(l, j);
            c.put(i, j, float(alpha * sum + (beta == 0 ? 0 : double(beta) * c.get(i, j))));
        }
    return CUDA_SUCCESS;
}

Status gemm(
        const char* call, const Handle* handle, int ta, int tb, int m, int n, int k, const float* alpha, Matrix a,
        Matrix b, const float* beta, Matrix c) {
    if (!handles.count(handle)) return NOT_INITIALIZED;
    if (m < 0 || n < 0 || k < 0) return invalid(std::string(call) + ": a negative size");
    if (ta < 0 || ta > 2 || tb < 0 || tb > 2) return invalid(std::string(call) + ": no such transposition");
    if (!alpha || !beta) return invalid(std::string(call) + ": alpha or beta is null");
    a.flipped = ta != 0;
    b.flipped = tb != 0;
    a.rows = ta ? k : m, a.columns = ta ? m : k;
    b.rows = tb ? n : k, b.columns = tb ? k : n;
    c.rows = m, c.columns = n;
    for (const Matrix& matrix : {a, b, c}) {
        if (matrix.lead < std::max(1L, matrix.rows))
            return invalid(std::string(call) + ": the leading dimension of " + matrix.name + " is "
                    + std::to_string(matrix.lead) + ", less than its " + std::to_string(matrix.rows) + " rows");
        if (matrix.bytes() && !matrix.data) return invalid(std::string(call) + ": " + matrix.name + " is null");
        if (!live(matrix.data, matrix.bytes())) return outside(call, matrix.name), EXECUTION_FAILED;
    }
    if (m == 0 || n == 0) return SUCCESS;
    Work work = [=, alpha = *alpha, beta = *beta] { return multiply(call, a, b, c, k, alpha, beta); };
    return gpu().sticky || submit(handle->stream, work) ? EXECUTION_FAILED : SUCCESS;
}

Matrix matrix(const char* name, const void* data, int type, int lead) {
    return {name, static_cast<char*>(const_cast<void*>(data)), type, 0, 0, lead, false};
}

/** The sum of x·y to the host, which waits for it. */
Status dot(const char* call, const Handle* handle, int n, const float* x, int dx, const float* y, int dy, double* sum) {
    if (!handles.count(handle)) return NOT_INITIALIZED;
    if (dx < 1 || dy < 1) return unsupported(std::string(call) + ": an increment below 1");
    Stream* stream = streamOf(handle->stream);
    if (!stream) return invalid(std::string(call) + ": the stream is gone");
    if (stream->capture) {
        stream->capture->valid = false;
        refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, std::string(call) + " waits for its result; not while capturing");
        return EXECUTION_FAILED;
    }
    *sum = 0;
    if (n <= 0) return SUCCESS;
    if (!live(x, (size_t(n - 1) * dx + 1) * 4)) return outside(call, "x"), EXECUTION_FAILED;
    if (!live(y, (size_t(n - 1) * dy + 1) * 4)) return outside(call, "y"), EXECUTION_FAILED;
    gpu().counters.hostSynchronizations++;
    for (long i = 0; i < n; i++) *sum += double(x[i * dx]) * y[i * dy];
    return SUCCESS;
}

}  // namespace

#define BLAS_ENTER std::lock_guard<std::recursive_mutex> held(gpu().lock)
#define BLAS_HANDLE(handle) \
    BLAS_ENTER;             \
    if (!handles.count(handle)) return NOT_INITIALIZED

JANUS_API Status cublasCreate_v2(const Handle** handle) {
    BLAS_ENTER;
    if (!handle) return INVALID_VALUE;
    if (disturb("cublasCreate")) return EXECUTION_FAILED;
    *handle = *handles.insert(new Handle).first;
    return SUCCESS;
}

JANUS_API Status cublasDestroy_v2(const Handle* handle) {
    BLAS_HANDLE(handle);
    handles.erase(handle);
    delete handle;
    return SUCCESS;
}

JANUS_API Status cublasGetVersion_v2(const Handle*, int* version) {
    *version = 120600;
    return SUCCESS;
}

JANUS_API const char* cublasGetStatusString(int status) {
    static const std::map<int, const char*> texts{
            {SUCCESS, "success"},
            {NOT_INITIALIZED, "the library was not initialized"},
            {INVALID_VALUE, "an unsupported value or parameter was passed to the function"},
            {EXECUTION_FAILED, "the function failed to launch on the GPU"},
            {NOT_SUPPORTED, "the functionality requested is not supported"}};
    return texts.count(status) ? texts.at(status) : "unknown";
}

JANUS_API Status cublasSetStream_v2(Handle* handle, void* stream) {
    BLAS_HANDLE(handle);
    if (!streamOf(stream)) return invalid("cublasSetStream: not a live stream");
    handle->stream = stream;
    return SUCCESS;
}

JANUS_API Status cublasSetWorkspace_v2(const Handle* handle, void* workspace, size_t bytes) {
    BLAS_HANDLE(handle);
    if (bytes && !live(workspace, bytes)) return invalid("cublasSetWorkspace: not inside a live allocation");
    if (reinterpret_cast<size_t>(workspace) % 256) return invalid("cublasSetWorkspace: not aligned to 256 bytes");
    return SUCCESS;
}

JANUS_API Status cublasSetMathMode(Handle* handle, int mode) {
    BLAS_HANDLE(handle);
    if (mode < 0 || (mode & 15) > 3) return invalid("cublasSetMathMode: no such mode");
    handle->math = mode;
    return SUCCESS;
}

JANUS_API Status cublasGetMathMode(const Handle* handle, int* mode) {
    BLAS_HANDLE(handle);
    *mode = handle->math;
    return SUCCESS;
}

JANUS_API Status cublasSetPointerMode_v2(const Handle* handle, int mode) {
    BLAS_HANDLE(handle);
    return mode == 0 ? SUCCESS : unsupported("cublasSetPointerMode: factors and results on the device");
}

JANUS_API Status cublasGetPointerMode_v2(const Handle* handle, int* mode) {
    BLAS_HANDLE(handle);
    *mode = 0;
    return SUCCESS;
}

JANUS_API Status cublasSgemm_v2(
        const Handle* handle, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda,
        const float* b, int ldb, const float* beta, float* c, int ldc) {
    BLAS_ENTER;
    return gemm("cublasSgemm", handle, ta, tb, m, n, k, alpha, matrix("A", a, FLOAT, lda), matrix("B", b, FLOAT, ldb),
            beta, matrix("C", c, FLOAT, ldc));
}

JANUS_API Status cublasGemmEx(
        const Handle* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int typeA, int lda,
        const void* b, int typeB, int ldb, const void* beta, void* c, int typeC, int ldc, int compute, int) {
    BLAS_ENTER;
    bool types = (typeA == FLOAT || typeA == BF16) && typeB == typeA && (typeC == FLOAT || typeC == typeA);
    if (!types) return unsupported("cublasGemmEx: types other than float and bfloat16");
    if (compute < COMPUTE_32F || compute > COMPUTE_32F_FAST_TF32
            || (compute > COMPUTE_32F_PEDANTIC && compute < COMPUTE_32F_FAST_16F))
        return unsupported("cublasGemmEx: a computation other than in float");
    return gemm("cublasGemmEx", handle, ta, tb, m, n, k, static_cast<const float*>(alpha),
            matrix("A", a, typeA, lda), matrix("B", b, typeB, ldb), static_cast<const float*>(beta),
            matrix("C", c, typeC, ldc));
}

JANUS_API Status cublasSdot_v2(
        const Handle* handle, int n, const float* x, int dx, const float* y, int dy, float* result) {
    BLAS_ENTER;
    double sum = 0;
    Status status = dot("cublasSdot", handle, n, x, dx, y, dy, &sum);
    if (status == SUCCESS) *result = float(sum);
    return status;
}

JANUS_API Status cublasSnrm2_v2(const Handle* handle, int n, const float* x, int dx, float* result) {
    BLAS_ENTER;
    double sum = 0;
    Status status = dot("cublasSnrm2", handle, n, x, dx, x, dx, &sum);
    if (status == SUCCESS) *result = float(std::sqrt(sum));
    return status;
}
