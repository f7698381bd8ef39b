package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuDeviceTotalMem;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.setExceptionsEnabled;

import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;

/** One GPU's primary context and the stream that work goes through, in order: one but for what {@link Aside} does. */
final class Context implements AutoCloseable {
    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private CUstream now = stream;

    /** @throws CudaUnavailable in one line, if there is no GPU {@code ordinal} */
    Context(int ordinal) {
        setExceptionsEnabled(false);
        int status = cuInit(0);
        if (status != CUresult.CUDA_SUCCESS) {
            throw new CudaUnavailable(Driver.line(status, "cuInit"), "use cpu or auto");
        }
        int[] count = new int[1];
        Driver.check(cuDeviceGetCount(count), "cuDeviceGetCount");
        if (ordinal < 0 || ordinal >= count[0]) {
            throw new CudaUnavailable("cuda: no GPU " + ordinal + ", this machine has " + count[0], "count from 0");
        }
        Driver.check(cuDeviceGet(device, ordinal), "cuDeviceGet " + ordinal);
        Driver.check(cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
        enter();
        Driver.check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
    }

    CUstream stream() {
        return now;
    }

    /** From now on, work goes through {@code stream}. */
    void stream(CUstream stream) {
        now = stream;
    }

    /** Makes the context that of this thread, which may be new to it, or have worked with another device since. */
    void enter() {
        Driver.check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    void synchronize() {
        enter();
        Driver.check(cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    String gpu() {
        byte[] name = new byte[256];
        Driver.check(cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
        return new String(name, UTF_8).replaceFirst("\0.*", "");
    }

    /** Compute capability: {@code "9.0"}. */
    String capability() {
        return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) + "."
                + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    /** Bytes of memory the GPU has. */
    long bytes() {
        long[] total = new long[1];
        Driver.check(cuDeviceTotalMem(total, device), "cuDeviceTotalMem");
        return total[0];
    }

    /** Bytes of it that no program has now. */
    long free() {
        enter();
        long[] free = new long[1];
        Driver.check(cuMemGetInfo(free, new long[1]), "cuMemGetInfo");
        return free[0];
    }

    private int attribute(int attribute) {
        int[] value = new int[1];
        Driver.check(cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
        return value[0];
    }

    @Override
    public void close() {
        Driver.check(cuStreamDestroy(stream), "cuStreamDestroy");
        Driver.check(cuDevicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease");
    }
}
