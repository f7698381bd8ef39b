package janus.kernels.cuda;

import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasGetStatusString;
import static jcuda.jcublas.JCublas2.cublasSetMathMode;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSetWorkspace;
import static jcuda.jcublas.JCublas2.cublasSgemm;

import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;
import org.jspecify.annotations.Nullable;

/** cuBLAS's matrix product of float32. */
final class Blas implements AutoCloseable {
    /** What cuBLAS itself takes on large GPUs; with memory of its own a recording would allocate. */
    private static final long WORKSPACE = 32L << 20;

    private final Context context;
    private final Memory memory;
    private final boolean tf32;
    private @Nullable cublasHandle opened;

    Blas(Context context, Memory memory, boolean tf32) {
        this.context = context;
        this.memory = memory;
        this.tf32 = tf32;
    }

    /** c[m,n] = op(a)·op(b), row-major. cuBLAS counts by columns: to it, this is cᵀ = op(b)ᵀ·op(a)ᵀ. */
    void product(
            int m,
            int n,
            int k,
            boolean transposeA,
            boolean transposeB,
            CudaBuffer a,
            CudaBuffer b,
            boolean adds,
            CudaBuffer c) {
        context.enter();
        int status = cublasSgemm(
                handle(),
                operation(transposeB),
                operation(transposeA),
                n,
                m,
                k,
                Factors.ONE,
                b.pointer(),
                transposeB ? k : n,
                a.pointer(),
                transposeA ? m : k,
                adds ? Factors.ONE : Factors.ZERO,
                c.pointer(),
                n);
        check(status, "cublasSgemm [m, n, k] = [" + m + ", " + n + ", " + k + "]");
    }

    private static int operation(boolean transpose) {
        return transpose ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    }

    private cublasHandle handle() {
        if (opened == null) {
            cublasHandle handle = new cublasHandle();
            check(cublasCreate(handle), "cublasCreate");
            // the stream first: it takes the workspace away
            check(cublasSetStream(handle, new cudaStream_t(context.stream())), "cublasSetStream");
            check(cublasSetWorkspace(handle, memory.reserve(WORKSPACE).pointer, WORKSPACE), "cublasSetWorkspace");
            int math = tf32 ? cublasMath.CUBLAS_TF32_TENSOR_OP_MATH : cublasMath.CUBLAS_DEFAULT_MATH;
            check(cublasSetMathMode(handle, math), "cublasSetMathMode");
            opened = handle;
        }
        return opened;
    }

    private static void check(int status, String call) {
        if (status != 0) {
            throw new IllegalStateException(
                    "cuda: " + call + ": " + cublasGetStatusString(status) + " (" + status + ")");
        }
    }

    @Override
    public void close() {
        if (opened != null) {
            check(cublasDestroy(opened), "cublasDestroy");
            opened = null;
        }
    }
}
