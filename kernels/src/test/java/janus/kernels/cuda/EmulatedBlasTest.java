package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.device;
import static janus.kernels.cuda.EmulatedContext.fails;
import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedContext.host;
import static janus.kernels.cuda.EmulatedContext.succeeds;
import static jcuda.driver.CUresult.CUDA_ERROR_ILLEGAL_ADDRESS;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSgemm;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_N;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_T;
import static jcuda.jcublas.cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED;
import static jcuda.jcublas.cublasStatus.CUBLAS_STATUS_INVALID_VALUE;
import static jcuda.jcublas.cublasStatus.CUBLAS_STATUS_NOT_INITIALIZED;
import static jcuda.jcublas.cublasStatus.CUBLAS_STATUS_SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products by columns, as cuBLAS defines them. */
class EmulatedBlasTest {
    private static final Pointer ONE = Pointer.to(new float[] {1});
    private static final Pointer ZERO = Pointer.to(new float[] {0});

    @AutoClose
    private final EmulatedContext gpu = new EmulatedContext();

    private final cublasHandle handle = new cublasHandle();

    @BeforeEach
    void open() {
        JCublas2.setExceptionsEnabled(false);
        assertThat(cublasCreate(handle)).isEqualTo(CUBLAS_STATUS_SUCCESS);
        assertThat(cublasSetStream(handle, new cudaStream_t(gpu.stream))).isEqualTo(CUBLAS_STATUS_SUCCESS);
    }

    @AfterEach
    void close() {
        assertThat(cublasDestroy(handle)).isEqualTo(CUBLAS_STATUS_SUCCESS);
        assertThat(cublasDestroy(handle)).isEqualTo(CUBLAS_STATUS_NOT_INITIALIZED);
    }

    @Test
    void productIsByColumnsAndTransposes() {
        // a = [1 3 5; 2 4 6] by columns, b its transpose times 10
        CUdeviceptr a = device(1, 2, 3, 4, 5, 6);
        CUdeviceptr b = device(10, 30, 50, 20, 40, 60);
        CUdeviceptr c = fresh(4);
        assertThat(product(CUBLAS_OP_N, a, 2, CUBLAS_OP_N, b, 3, ZERO, c, 2)).isEqualTo(CUBLAS_STATUS_SUCCESS);
        assertThat(host(c, 4)).containsExactly(350, 440, 440, 560);
        assertThat(product(CUBLAS_OP_N, a, 2, CUBLAS_OP_T, a, 2, ONE, c, 2)).isEqualTo(CUBLAS_STATUS_SUCCESS);
        assertThat(host(c, 4)).containsExactly(350 + 35, 440 + 44, 440 + 44, 560 + 56);
    }

    /** c [2,2] = a·b + beta·c over three numbers. */
    private int product(
            int ta, CUdeviceptr a, int lda, int tb, CUdeviceptr b, int ldb, Pointer beta, CUdeviceptr c, int ldc) {
        return cublasSgemm(handle, ta, tb, 2, 2, 3, ONE, a, lda, b, ldb, beta, c, ldc);
    }

    @Test
    void leadingDimensionsBelowTheRowsAreRefused() {
        CUdeviceptr a = device(1, 2, 3, 4, 5, 6);
        CUdeviceptr c = fresh(4);
        int n = CUBLAS_OP_N;
        int t = CUBLAS_OP_T;
        assertThat(product(n, a, 1, n, a, 3, ZERO, c, 2)).isEqualTo(CUBLAS_STATUS_INVALID_VALUE);
        assertThat(product(t, a, 2, n, a, 3, ZERO, c, 2)).isEqualTo(CUBLAS_STATUS_INVALID_VALUE);
        assertThat(product(n, a, 2, n, a, 2, ZERO, c, 2)).isEqualTo(CUBLAS_STATUS_INVALID_VALUE);
        assertThat(product(n, a, 2, n, a, 3, ZERO, c, 1)).isEqualTo(CUBLAS_STATUS_INVALID_VALUE);
        assertThat(gpu.emulation.failure()).contains("the leading dimension of C is 1, less than its 2 rows");
    }

    @Test
    void productIsPartOfAGraph() {
        CUdeviceptr a = device(1, 2, 3, 4, 5, 6);
        CUdeviceptr c = device(0, 0, 0, 0);
        gpu.beginCapture();
        assertThat(product(CUBLAS_OP_N, a, 2, CUBLAS_OP_T, a, 2, ONE, c, 2)).isEqualTo(CUBLAS_STATUS_SUCCESS);
        CUgraph graph = new CUgraph();
        succeeds(cuStreamEndCapture(gpu.stream, graph));
        CUgraphExec step = new CUgraphExec();
        succeeds(cuGraphInstantiate(step, graph, 0));
        assertThat(host(c, 4)).containsExactly(0, 0, 0, 0);
        succeeds(cuGraphLaunch(step, gpu.stream));
        succeeds(cuGraphLaunch(step, gpu.stream));
        assertThat(host(c, 4)).containsExactly(70, 88, 88, 112);
    }

    @Test
    void matrixBeyondItsMemoryIsAFault() {
        CUdeviceptr a = device(1, 2, 3, 4, 5);
        assertThat(product(CUBLAS_OP_N, a, 2, CUBLAS_OP_T, a, 2, ZERO, fresh(4), 2))
                .isEqualTo(CUBLAS_STATUS_EXECUTION_FAILED);
        fails(CUDA_ERROR_ILLEGAL_ADDRESS, cuStreamSynchronize(gpu.stream));
    }
}
