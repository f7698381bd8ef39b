package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxReset;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/** A context on the emulated GPU with a stream and the sample kernels; closing it resets the device. */
final class EmulatedContext implements AutoCloseable {
    final Emulation emulation;
    final CUdevice device = new CUdevice();
    final CUstream stream = new CUstream();
    private final CUmodule module = new CUmodule();

    EmulatedContext() {
        assumeTrue(EmulatedGpu.possible(), "g++ is missing: the emulated GPU is compiled here");
        emulation = EmulatedGpu.load();
        JCudaDriver.setExceptionsEnabled(false);
        succeeds(cuInit(0));
        succeeds(cuDeviceGet(device, 0));
        CUcontext context = new CUcontext();
        succeeds(cuDevicePrimaryCtxRetain(context, device));
        succeeds(cuCtxSetCurrent(context));
        succeeds(cuStreamCreate(stream, 1));
        succeeds(cuModuleLoadData(module, new byte[] {0}));
    }

    @Override
    public void close() {
        succeeds(cuDevicePrimaryCtxReset(device));
        succeeds(cuDevicePrimaryCtxRelease(device));
    }

    int launch(String name, int blocks, int threads, Pointer... arguments) {
        return cuLaunchKernel(function(name), blocks, 1, 1, threads, 1, 1, 0, stream, Pointer.to(arguments), null);
    }

    CUfunction function(String name) {
        CUfunction function = new CUfunction();
        succeeds(cuModuleGetFunction(function, module, name));
        return function;
    }

    void beginCapture() {
        succeeds(cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
    }

    static CUdeviceptr device(float... values) {
        CUdeviceptr x = fresh(values.length);
        succeeds(cuMemcpyHtoD(x, Pointer.to(values), (long) values.length * Sizeof.FLOAT));
        return x;
    }

    /** Memory for {@code count} floats that nothing has written to. */
    static Address fresh(int count) {
        Address x = new Address();
        succeeds(cuMemAlloc(x, (long) count * Sizeof.FLOAT));
        return x;
    }

    static float[] host(CUdeviceptr x, int count) {
        float[] values = new float[count];
        succeeds(cuMemcpyDtoH(Pointer.to(values), x, (long) count * Sizeof.FLOAT));
        return values;
    }

    static void succeeds(int code) {
        assertThat(CUresult.stringFor(code)).isEqualTo("CUDA_SUCCESS");
    }

    static void fails(int expected, int code) {
        assertThat(CUresult.stringFor(code)).isEqualTo(CUresult.stringFor(expected));
    }
}
