package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmulatedGpuTest {
    private static Emulation emulation;

    private final CUdevice device = new CUdevice();
    private final CUstream stream = new CUstream();
    private final CUmodule module = new CUmodule();

    @BeforeAll
    static void load() {
        assumeTrue(EmulatedGpu.possible());
        Path folder = EmulatedGpu.libraries();
        System.load(folder.resolve("libcuda.so.1").toString());
        emulation = new Emulation(folder);
        JCudaDriver.setExceptionsEnabled(false);
    }

    @BeforeEach
    void open() {
        succeeds(cuInit(0));
        succeeds(cuDeviceGet(device, 0));
        CUcontext context = new CUcontext();
        succeeds(cuDevicePrimaryCtxRetain(context, device));
        succeeds(cuCtxSetCurrent(context));
        succeeds(cuStreamCreate(stream, 1));
        succeeds(cuModuleLoadData(module, new byte[] {0}));
    }

    @AfterEach
    void close() {
        cuDevicePrimaryCtxReset(device);
        cuDevicePrimaryCtxRelease(device);
    }

    @Test
    void kernelComputesAndFreshMemoryIsNaN() {
        CUdeviceptr x = device(1, 2, 3, 4, 5);
        CUdeviceptr y = device(10, 20, 30, 40, 50);
        CUdeviceptr fresh = new CUdeviceptr();
        succeeds(cuMemAlloc(fresh, 4));
        succeeds(launch("sampleAxpy", 1, 32, n(5), scalar(2), Pointer.to(x), Pointer.to(y)));
        assertThat(host(y, 5)).containsExactly(12, 24, 36, 48, 60);
        assertThat(host(fresh, 1)).containsExactly(Float.NaN);
    }

    @Test
    void blockAndWarpSumsAreRight() {
        float[] ones = new float[512];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = i % 7;
        }
        float sum = 0;
        for (int i = 0; i < 300; i++) {
            sum += ones[i];
        }
        CUdeviceptr x = device(ones);
        CUdeviceptr y = device(new float[512]);
        succeeds(launch("sampleBlockSum", 2, 256, n(300), Pointer.to(x), Pointer.to(y)));
        float[] blocks = host(y, 2);
        assertThat(blocks[0] + blocks[1]).isEqualTo(sum);
        succeeds(launch("sampleWarpSum_float", 2, 64, n(128), Pointer.to(x), Pointer.to(y)));
        float[] lanes = host(y, 128);
        for (int lane = 0; lane < 128; lane++) {
            float warp = 0;
            for (int i = lane / 32 * 32; i < lane / 32 * 32 + 32; i++) {
                warp += ones[i];
            }
            assertThat(lanes[lane]).isEqualTo(warp);
        }
    }

    @Test
    void graphReadsNewBufferContentsButOldScalars() {
        CUdeviceptr x = device(1, 2);
        CUdeviceptr y = device(0, 0);
        float[] factor = {10};
        succeeds(cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
        succeeds(launch("sampleAxpy", 1, 32, n(2), Pointer.to(factor), Pointer.to(x), Pointer.to(y)));
        CUgraph graph = new CUgraph();
        succeeds(cuStreamEndCapture(stream, graph));
        assertThat(host(y, 2)).containsExactly(0, 0);
        CUgraphExec step = new CUgraphExec();
        succeeds(cuGraphInstantiate(step, graph, 0));
        factor[0] = 1000;
        succeeds(cuMemcpyHtoD(x, Pointer.to(new float[] {3, 4}), 8));
        succeeds(cuGraphLaunch(step, stream));
        succeeds(cuGraphLaunch(step, stream));
        assertThat(host(y, 2)).containsExactly(60, 80);
    }

    @Test
    void allocationWhileCapturingEndsTheCapture() {
        succeeds(cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
        fails(CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemAlloc(new CUdeviceptr(), 4));
        int[] status = new int[1];
        succeeds(cuStreamIsCapturing(stream, status));
        assertThat(status).containsExactly(2);
        fails(CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(stream, new CUgraph()));
    }

    @Test
    void doubleFreeIsRefused() {
        CUdeviceptr x = device(1);
        succeeds(cuMemFree(x));
        fails(CUresult.CUDA_ERROR_INVALID_VALUE, cuMemFree(x));
    }

    @Test
    void divergingBarrierNamesItsThreads() {
        CUdeviceptr y = device(new float[64]);
        fails(CUresult.CUDA_ERROR_LAUNCH_FAILED, launch("sampleDiverging", 1, 64, n(7), Pointer.to(y)));
        assertThat(emulation.failure()).contains("sampleDiverging, block (0,0,0)", "diverge", "samples.cu:");
    }

    private int launch(String name, int blocks, int threads, Pointer... arguments) {
        CUfunction function = new CUfunction();
        succeeds(cuModuleGetFunction(function, module, name));
        return cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, 0, stream, Pointer.to(arguments), null);
    }

    private static Pointer n(int value) {
        return Pointer.to(new int[] {value});
    }

    private static Pointer scalar(float value) {
        return Pointer.to(new float[] {value});
    }

    private static CUdeviceptr device(float... values) {
        CUdeviceptr x = new CUdeviceptr();
        succeeds(cuMemAlloc(x, (long) values.length * Sizeof.FLOAT));
        succeeds(cuMemcpyHtoD(x, Pointer.to(values), (long) values.length * Sizeof.FLOAT));
        return x;
    }

    private static float[] host(CUdeviceptr x, int count) {
        float[] values = new float[count];
        succeeds(cuMemcpyDtoH(Pointer.to(values), x, (long) count * Sizeof.FLOAT));
        return values;
    }

    private static void succeeds(int code) {
        assertThat(CUresult.stringFor(code)).isEqualTo("CUDA_SUCCESS");
    }

    private static void fails(int expected, int code) {
        assertThat(CUresult.stringFor(code)).isEqualTo(CUresult.stringFor(expected));
    }
}
