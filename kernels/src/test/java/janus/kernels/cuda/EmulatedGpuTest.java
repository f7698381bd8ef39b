package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.device;
import static janus.kernels.cuda.EmulatedContext.fails;
import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedContext.host;
import static janus.kernels.cuda.EmulatedContext.succeeds;
import static jcuda.driver.CUresult.CUDA_ERROR_ILLEGAL_ADDRESS;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_CONTEXT;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_VALUE;
import static jcuda.driver.CUresult.CUDA_ERROR_LAUNCH_FAILED;
import static jcuda.driver.CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES;
import static jcuda.driver.CUresult.CUDA_ERROR_MISALIGNED_ADDRESS;
import static jcuda.driver.CUresult.CUDA_ERROR_NOT_FOUND;
import static jcuda.driver.CUresult.CUDA_ERROR_NOT_SUPPORTED;
import static jcuda.driver.CUresult.CUDA_ERROR_OUT_OF_MEMORY;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxReset;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemAllocManaged;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuMemsetD32;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The emulated device computes as a device would, and refuses with its codes what it would refuse. */
class EmulatedGpuTest {
    @AutoClose
    private final EmulatedContext gpu = new EmulatedContext();

    @Test
    void kernelReadsAndWritesMemoryOfTheDevice() {
        CUdeviceptr x = device(1, 2, 3, 4, 5);
        CUdeviceptr y = device(10, 20, 30, 40, 50);
        succeeds(gpu.launch("sampleAxpy", 1, 32, n(5), scalar(2), Pointer.to(x), Pointer.to(y)));
        assertThat(host(y, 5)).containsExactly(12, 24, 36, 48, 60);
        succeeds(cuMemsetD32(y, 0x3F800000, 2));
        assertThat(host(y, 3)).containsExactly(1, 1, 36);
    }

    @Test
    void memoryNeverWrittenIsNaN() {
        assertThat(host(fresh(2), 2)).containsExactly(Float.NaN, Float.NaN);
    }

    @Test
    void sumsThroughSharedMemoryAndShufflesAreRight() {
        float[] x = new float[512];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 7;
        }
        CUdeviceptr from = device(x);
        CUdeviceptr to = fresh(512);
        succeeds(gpu.launch("sampleBlockSum", 2, 256, n(300), Pointer.to(from), Pointer.to(to)));
        assertThat(host(to, 2)).containsExactly(sum(x, 0, 256), sum(x, 256, 300));
        succeeds(gpu.launch("sampleWarpSum_float", 2, 64, n(128), Pointer.to(from), Pointer.to(to)));
        float[] lanes = host(to, 128);
        for (int i = 0; i < lanes.length; i++) {
            assertThat(lanes[i]).isEqualTo(sum(x, i / 32 * 32, i / 32 * 32 + 32));
        }
    }

    private static float sum(float[] x, int from, int to) {
        float sum = 0;
        for (int i = from; i < to; i++) {
            sum += x[i];
        }
        return sum;
    }

    @Test
    void sharedMemoryOfEachBlockBeginsAsNaN() {
        CUdeviceptr y = fresh(64);
        succeeds(gpu.launch("sampleUnwritten", 2, 32, Pointer.to(y)));
        assertThat(host(y, 64)).containsOnly(Float.NaN);
    }

    @Test
    void readOfANeighbourWithoutABarrierShows() {
        CUdeviceptr y = fresh(128);
        succeeds(gpu.launch("sampleRacing", 2, 64, Pointer.to(y)));
        assertThat(host(y, 128)).contains(Float.NaN);
    }

    @Test
    void divergingBarrierNamesItsThreads() {
        fails(CUDA_ERROR_LAUNCH_FAILED, gpu.launch("sampleDiverging", 1, 64, n(7), Pointer.to(fresh(1))));
        assertThat(gpu.emulation.failure()).contains("sampleDiverging, block (0,0,0)", "diverge", "samples.cu:");
    }

    @Test
    void shuffleInAWarpThatIsNotFullDiverges() {
        CUdeviceptr x = device(new float[48]);
        fails(
                CUDA_ERROR_LAUNCH_FAILED,
                gpu.launch("sampleWarpSum_float", 1, 48, n(48), Pointer.to(x), Pointer.to(fresh(48))));
        assertThat(gpu.emulation.failure()).contains("diverge", "a warp that is not full");
    }

    @Test
    void writePastAnAllocationsEndNamesTheKernel() {
        fails(CUDA_ERROR_ILLEGAL_ADDRESS, gpu.launch("samplePastTheEnd", 1, 1, n(9), Pointer.to(fresh(9))));
        assertThat(gpu.emulation.failure()).startsWith("samplePastTheEnd: wrote past an allocation's end");
    }

    @Test
    void indexPastASharedArrayNamesTheLine() {
        fails(CUDA_ERROR_LAUNCH_FAILED, gpu.launch("samplePastShared", 1, 1, n(32), Pointer.to(fresh(1))));
        assertThat(gpu.emulation.failure()).contains("an index past an array at", "samples.cu:");
    }

    @Test
    void everyCallFailsAfterAFaultUntilTheDeviceIsReset() {
        gpu.launch("samplePastTheEnd", 1, 1, n(9), Pointer.to(fresh(9)));
        fails(CUDA_ERROR_ILLEGAL_ADDRESS, cuStreamSynchronize(gpu.stream));
        fails(CUDA_ERROR_ILLEGAL_ADDRESS, cuMemAlloc(new CUdeviceptr(), 4));
        succeeds(cuDevicePrimaryCtxReset(gpu.device));
        succeeds(cuMemAlloc(new CUdeviceptr(), 4));
    }

    @Test
    void pointerToFreedMemoryIsAFault() {
        CUdeviceptr y = fresh(9);
        succeeds(cuMemFree(y));
        fails(CUDA_ERROR_ILLEGAL_ADDRESS, gpu.launch("samplePastTheEnd", 1, 1, n(1), Pointer.to(y)));
    }

    @Test
    void misalignedPointerIsAFault() {
        CUdeviceptr y = fresh(9).withByteOffset(2);
        fails(CUDA_ERROR_MISALIGNED_ADDRESS, gpu.launch("samplePastTheEnd", 1, 1, n(1), Pointer.to(y)));
    }

    @Test
    void secondFreeAndFreeInsideAnAllocationAreRefused() {
        CUdeviceptr x = fresh(1000);
        fails(CUDA_ERROR_INVALID_VALUE, cuMemFree(x.withByteOffset(256)));
        succeeds(cuMemFree(x));
        fails(CUDA_ERROR_INVALID_VALUE, cuMemFree(x));
    }

    @Test
    void copyBeyondAnAllocationIsRefused() {
        CUdeviceptr x = fresh(4);
        fails(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD(x, Pointer.to(new float[5]), 20));
        fails(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoH(Pointer.to(new float[4]), x.withByteOffset(4), 16));
        fails(CUDA_ERROR_INVALID_VALUE, cuMemsetD32(x, 0, 5));
    }

    @Test
    void launchSizesBeyondTheDeviceAreRefused() {
        CUdeviceptr y = fresh(1);
        fails(CUDA_ERROR_INVALID_VALUE, gpu.launch("samplePastTheEnd", 0, 1, n(0), Pointer.to(y)));
        fails(CUDA_ERROR_INVALID_VALUE, gpu.launch("samplePastTheEnd", 1, 1025, n(0), Pointer.to(y)));
        fails(
                CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES,
                gpu.launch("sampleBlockSum", 1, 512, n(0), Pointer.to(y), Pointer.to(y)));
        CUfunction function = gpu.function("samplePastTheEnd");
        Pointer arguments = Pointer.to(n(0), Pointer.to(y));
        fails(
                CUDA_ERROR_INVALID_VALUE,
                cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 49_153, gpu.stream, arguments, null));
    }

    @Test
    void kernelsThatAModuleDoesNotHaveAreNotFound() {
        CUmodule module = new CUmodule();
        byte[] ptx = "// \n.version 8.0\n.visible .entry sampleAxpyTwice(\n\0".getBytes(StandardCharsets.US_ASCII);
        succeeds(cuModuleLoadData(module, ptx));
        fails(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(new CUfunction(), module, "sampleAxpy"));
        fails(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(new CUfunction(), module, "sampleAxpyTwice"));
    }

    @Test
    void memoryEndsWhereTheDeviceEnds() {
        long[] free = new long[1];
        long[] total = new long[1];
        gpu.emulation.memory(1 << 20);
        try {
            succeeds(cuMemGetInfo(free, total));
            assertThat(total).containsExactly(1 << 20);
            succeeds(cuMemAlloc(new CUdeviceptr(), free[0] - 256));
            fails(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc(new CUdeviceptr(), 257));
            succeeds(cuMemAlloc(new CUdeviceptr(), 256));
        } finally {
            gpu.emulation.memory(4L << 30);
        }
    }

    @Test
    void threadWithoutAContextIsRefused() throws InterruptedException {
        int[] status = new int[1];
        Thread other = new Thread(() -> status[0] = cuMemAlloc(new CUdeviceptr(), 4));
        other.start();
        other.join();
        fails(CUDA_ERROR_INVALID_CONTEXT, status[0]);
    }

    @Test
    void callsThatNothingEmulatesSaySo() {
        fails(CUDA_ERROR_NOT_SUPPORTED, cuMemAllocManaged(new CUdeviceptr(), 4, 1));
    }

    @Test
    void reportCountsWhatTheDeviceDid() {
        Emulation.Report before = gpu.emulation.report();
        CUdeviceptr y = fresh(100);
        succeeds(gpu.launch("samplePastTheEnd", 1, 1, n(0), Pointer.to(y)));
        succeeds(cuStreamSynchronize(gpu.stream));
        Emulation.Report after = gpu.emulation.report();
        assertThat(after.launches() - before.launches()).isEqualTo(1);
        assertThat(after.allocations() - before.allocations()).isEqualTo(1);
        assertThat(after.bytes() - before.bytes()).isEqualTo(512);
        assertThat(after.hostSynchronizations() - before.hostSynchronizations()).isEqualTo(1);
    }

    private static Pointer n(int value) {
        return Pointer.to(new int[] {value});
    }

    private static Pointer scalar(float value) {
        return Pointer.to(new float[] {value});
    }
}
