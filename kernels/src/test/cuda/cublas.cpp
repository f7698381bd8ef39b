// The emulated cuBLAS: column-major products of float.
#include <algorithm>

#include "gpu.h"

using namespace janus;

namespace {

enum Status { SUCCESS = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7, EXECUTION_FAILED = 13 };

struct Handle {
    void* stream = nullptr;
};
std::set<const Handle*> handles;

Status invalid(const std::string& why) {
    refuse(CUDA_ERROR_INVALID_VALUE, why);
    return INVALID_VALUE;
}

/** A matrix of `rows` × `columns` stored by columns, or its transpose where `flipped`. */
struct Matrix {
    const char* name;
    float* data;
    long rows, columns, lead;
    bool flipped;

    size_t bytes() const { return rows && columns ? size_t(lead * (columns - 1) + rows) * sizeof(float) : 0; }

    float& at(long i, long j) const { return data[flipped ? j + i * lead : i + j * lead]; }
};

CUresult outside(const char* name) {
    return fault(CUDA_ERROR_ILLEGAL_ADDRESS, std::string("cublasSgemm: ") + name + " is not inside a live allocation");
}

/** c = alpha·a·b + beta·c; where alpha is 0 neither a nor b is read, where beta is 0 c is not. */
CUresult multiply(Matrix a, Matrix b, Matrix c, long k, float alpha, float beta) {
    for (const Matrix& m : {a, b, c})
        if (!live(m.data, m.bytes())) return outside(m.name);
    for (long i = 0; i < c.rows; i++)
        for (long j = 0; j < c.columns; j++) {
            double sum = 0;
            for (long l = 0; alpha != 0 && l < k; l++) sum += double(a.at(i, l)) * b.at(l, j);
            c.at(i, j) = float(alpha * sum + (beta == 0 ? 0 : double(beta) * c.at(i, j)));
        }
    return CUDA_SUCCESS;
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

JANUS_API const char* cublasGetStatusString(int status) {
    static const std::map<int, const char*> texts{
            {SUCCESS, "success"},
            {NOT_INITIALIZED, "the library was not initialized"},
            {INVALID_VALUE, "an unsupported value or parameter was passed to the function"},
            {EXECUTION_FAILED, "the function failed to launch on the GPU"}};
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

JANUS_API Status cublasSetMathMode(const Handle* handle, int mode) {
    BLAS_HANDLE(handle);
    if (mode < 0 || (mode & 15) > 3) return invalid("cublasSetMathMode: no such mode");
    return SUCCESS;
}

JANUS_API Status cublasSgemm_v2(
        const Handle* handle, int ta, int tb, int m, int n, int k, const float* alpha, float* a, int lda, float* b,
        int ldb, const float* beta, float* c, int ldc) {
    BLAS_HANDLE(handle);
    if (m < 0 || n < 0 || k < 0) return invalid("cublasSgemm: a negative size");
    if (ta < 0 || ta > 2 || tb < 0 || tb > 2) return invalid("cublasSgemm: no such transposition");
    if (!alpha || !beta) return invalid("cublasSgemm: alpha or beta is null");
    Matrix as{"A", a, ta ? k : m, ta ? m : k, lda, ta != 0};
    Matrix bs{"B", b, tb ? n : k, tb ? k : n, ldb, tb != 0};
    Matrix cs{"C", c, m, n, ldc, false};
    for (const Matrix& matrix : {as, bs, cs}) {
        if (matrix.lead < std::max(1L, matrix.rows))
            return invalid(std::string("cublasSgemm: the leading dimension of ") + matrix.name + " is "
                    + std::to_string(matrix.lead) + ", less than its " + std::to_string(matrix.rows) + " rows");
        if (matrix.bytes() && !matrix.data) return invalid(std::string("cublasSgemm: ") + matrix.name + " is null");
        if (!live(matrix.data, matrix.bytes())) return outside(matrix.name), EXECUTION_FAILED;
    }
    if (m == 0 || n == 0) return SUCCESS;
    Work work = [=, alpha = *alpha, beta = *beta] { return multiply(as, bs, cs, k, alpha, beta); };
    return gpu().sticky || submit(handle->stream, work) ? EXECUTION_FAILED : SUCCESS;
}
