package janus.kernels.cuda;

import jcuda.driver.CUdeviceptr;

/** Memory of the device or pinned memory of the host, as a number. */
final class Address extends CUdeviceptr {
    long value() {
        return getNativePointer() + getByteOffset();
    }

    /** A pointer to {@code address}. */
    static CUdeviceptr at(long address) {
        return new CUdeviceptr().withByteOffset(address);
    }
}
