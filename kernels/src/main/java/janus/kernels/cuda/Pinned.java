package janus.kernels.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;

/** Host memory that the GPU reads and writes by itself, while the host goes on. */
record Pinned(Pointer pointer, MemorySegment bytes) {
    static Pinned of(long bytes) {
        Pointer pointer = new Pointer();
        Driver.check(cuMemHostAlloc(pointer, bytes, 0), "cuMemHostAlloc of " + bytes + " bytes");
        return new Pinned(pointer, MemorySegment.ofBuffer(pointer.getByteBuffer(0, bytes)));
    }

    long address() {
        return bytes.address();
    }

    /** Writes {@code count} bytes of {@code source} at byte {@code at}. */
    void put(long at, MemorySegment source, long from, long count) {
        MemorySegment.copy(source, from, bytes, at, count);
    }

    /** Reads {@code count} floats from its start. */
    void get(float[] target, int from, int count) {
        MemorySegment.copy(bytes, JAVA_FLOAT, 0, target, from, count);
    }

    void free() {
        Driver.check(cuMemFreeHost(pointer), "cuMemFreeHost");
    }
}
