package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.device;
import static janus.kernels.cuda.EmulatedContext.fails;
import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedContext.host;
import static janus.kernels.cuda.EmulatedContext.succeeds;
import static jcuda.driver.CUresult.CUDA_ERROR_CAPTURED_EVENT;
import static jcuda.driver.CUresult.CUDA_ERROR_ILLEGAL_ADDRESS;
import static jcuda.driver.CUresult.CUDA_ERROR_STREAM_CAPTURE_IMPLICIT;
import static jcuda.driver.CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
import static jcuda.driver.CUresult.CUDA_ERROR_STREAM_CAPTURE_ISOLATION;
import static jcuda.driver.CUresult.CUDA_ERROR_STREAM_CAPTURE_UNJOINED;
import static jcuda.driver.CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
import static jcuda.driver.CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL;
import static jcuda.driver.CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuMemsetD32;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamIsCapturing;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Recorded work replays as CUDA's graphs do, and what may not be recorded ends the recording. */
class EmulatedCaptureTest {
    private static final int ONE = Float.floatToRawIntBits(1);

    @AutoClose
    private final EmulatedContext gpu = new EmulatedContext();

    @Test
    void graphReadsNewContentsOfBuffersButOldScalars() {
        CUdeviceptr x = device(1, 2);
        CUdeviceptr y = device(0, 0);
        int[] n = {2};
        float[] factor = {10};
        gpu.beginCapture();
        succeeds(gpu.launch("sampleAxpy", 1, 32, Pointer.to(n), Pointer.to(factor), Pointer.to(x), Pointer.to(y)));
        CUgraphExec step = endCapture();
        assertThat(host(y, 2)).containsExactly(0, 0);
        factor[0] = 1000;
        n[0] = 0;
        succeeds(cuMemcpyHtoD(x, Pointer.to(new float[] {3, 4}), 8));
        succeeds(cuGraphLaunch(step, gpu.stream));
        succeeds(cuGraphLaunch(step, gpu.stream));
        assertThat(host(y, 2)).containsExactly(60, 80);
    }

    @Test
    void whatMayNotBeRecordedEndsTheRecording() {
        CUdeviceptr x = device(1);
        ends(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, () -> cuMemAlloc(new CUdeviceptr(), 4));
        ends(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, () -> cuMemFree(x));
        ends(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, () -> cuStreamSynchronize(gpu.stream));
        ends(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, () -> cuCtxSynchronize());
        ends(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, () -> cuMemcpyDtoH(Pointer.to(new float[1]), x, 4));
        assertThat(host(x, 1)).containsExactly(1);
    }

    private void ends(int code, IntSupplier call) {
        gpu.beginCapture();
        fails(code, call.getAsInt());
        int[] status = new int[1];
        succeeds(cuStreamIsCapturing(gpu.stream, status));
        assertThat(status).containsExactly(2);
        fails(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(gpu.stream, new CUgraph()));
    }

    @Test
    void legacyStreamMayNotMeetACaptureOfABlockingStream() {
        CUdeviceptr x = device(1);
        CUstream blocking = new CUstream();
        succeeds(cuStreamCreate(blocking, 0));
        succeeds(cuStreamBeginCapture(blocking, CU_STREAM_CAPTURE_MODE_RELAXED));
        fails(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, cuMemsetD32(x, 0, 1));
        fails(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(blocking, new CUgraph()));
        gpu.beginCapture();
        succeeds(cuMemsetD32(x, 0, 1));
        endCapture();
        assertThat(host(x, 1)).containsExactly(0);
    }

    @Test
    void relaxedRecordingLetsMemoryBeAllocated() {
        succeeds(cuStreamBeginCapture(gpu.stream, CU_STREAM_CAPTURE_MODE_RELAXED));
        succeeds(cuMemAlloc(new CUdeviceptr(), 4));
        endCapture();
    }

    @Test
    void forkedStreamIsRecordedWhereItIsJoined() {
        CUdeviceptr x = device(0);
        CUstream side = new CUstream();
        succeeds(cuStreamCreate(side, 1));
        gpu.beginCapture();
        order(gpu.stream, side);
        succeeds(cuMemsetD32Async(x, ONE, 1, side));
        order(side, gpu.stream);
        CUgraphExec step = endCapture();
        assertThat(host(x, 1)).containsExactly(0);
        succeeds(cuGraphLaunch(step, gpu.stream));
        assertThat(host(x, 1)).containsExactly(1);
    }

    @Test
    void forkedStreamThatIsNotJoinedIsRefused() {
        CUdeviceptr x = device(0);
        CUstream side = new CUstream();
        succeeds(cuStreamCreate(side, 1));
        gpu.beginCapture();
        order(gpu.stream, side);
        order(side, gpu.stream);
        succeeds(cuMemsetD32Async(x, ONE, 1, side));
        fails(CUDA_ERROR_STREAM_CAPTURE_UNJOINED, cuStreamEndCapture(gpu.stream, new CUgraph()));
    }

    @Test
    void recordingMayNotWaitForAnEventFromOutside() {
        CUevent event = new CUevent();
        succeeds(cuEventCreate(event, 0));
        succeeds(cuEventRecord(event, gpu.stream));
        gpu.beginCapture();
        fails(CUDA_ERROR_STREAM_CAPTURE_ISOLATION, cuStreamWaitEvent(gpu.stream, event, 0));
        fails(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(gpu.stream, new CUgraph()));
    }

    @Test
    void hostMayNotWaitForAnEventOfARecording() {
        CUevent event = new CUevent();
        succeeds(cuEventCreate(event, 0));
        succeeds(cuStreamBeginCapture(gpu.stream, CU_STREAM_CAPTURE_MODE_GLOBAL));
        succeeds(cuEventRecord(event, gpu.stream));
        fails(CUDA_ERROR_CAPTURED_EVENT, cuEventSynchronize(event));
        fails(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(gpu.stream, new CUgraph()));
    }

    @Test
    void graphOverFreedMemoryIsAFault() {
        CUdeviceptr x = fresh(1);
        gpu.beginCapture();
        succeeds(cuMemsetD32Async(x, ONE, 1, gpu.stream));
        CUgraphExec step = endCapture();
        succeeds(cuMemFree(x));
        fails(CUDA_ERROR_ILLEGAL_ADDRESS, cuGraphLaunch(step, gpu.stream));
    }

    private static void order(CUstream first, CUstream then) {
        CUevent event = new CUevent();
        succeeds(cuEventCreate(event, 0));
        succeeds(cuEventRecord(event, first));
        succeeds(cuStreamWaitEvent(then, event, 0));
    }

    private CUgraphExec endCapture() {
        CUgraph graph = new CUgraph();
        succeeds(cuStreamEndCapture(gpu.stream, graph));
        CUgraphExec step = new CUgraphExec();
        succeeds(cuGraphInstantiate(step, graph, 0));
        return step;
    }
}
