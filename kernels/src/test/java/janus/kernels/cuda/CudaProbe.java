package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemsetD8;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.parity.Probe;
import jcuda.Pointer;

/** Sees the padding lanes of CUDA's layouts. */
public final class CudaProbe implements Probe {
    private final Layout layout;

    public CudaProbe(boolean bf16) {
        layout = new Layout(bf16);
    }

    @Override
    public void poison(Buffer buffer) {
        CudaBuffer own = (CudaBuffer) buffer;
        // the device's own stream waits for no other
        Driver.check(cuCtxSynchronize(), "cuCtxSynchronize");
        // all bits set: NaN in both storages
        Driver.check(cuMemsetD8(own.pointer(), (byte) 0xFF, layout.bytes(own.shape(), own.role())), "cuMemsetD8");
        Driver.check(cuCtxSynchronize(), "cuCtxSynchronize");
        own.storage().touch();
    }

    @Override
    public int dirtyLanes(Buffer buffer) {
        Shape z = buffer.shape();
        if (buffer.role() == Role.PLAIN) {
            return 0;
        }
        int width = layout.narrow(buffer.role()) ? 2 : 4;
        byte[] bytes = new byte[Math.toIntExact(layout.bytes(z, buffer.role()))];
        Driver.check(cuCtxSynchronize(), "cuCtxSynchronize");
        Driver.check(cuMemcpyDtoH(Pointer.to(bytes), ((CudaBuffer) buffer).pointer(), bytes.length), "cuMemcpyDtoH");
        int stride = layout.padded(z.at(1));
        int live = z.at(0) * z.at(2) * z.at(3) * stride;
        int dirty = 0;
        for (int i = 0; i < bytes.length; i++) {
            int lane = i / width;
            boolean padding = lane >= live || lane % stride >= z.at(1);
            dirty += padding && bytes[i] != 0 ? 1 : 0;
        }
        return dirty;
    }
}
