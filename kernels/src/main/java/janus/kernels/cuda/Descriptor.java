package janus.kernels.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static jcuda.jcudnn.JCudnn.cudnnBackendCreateDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnBackendDestroyDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnBackendFinalize;
import static jcuda.jcudnn.JCudnn.cudnnBackendGetAttribute;
import static jcuda.jcudnn.JCudnn.cudnnBackendSetAttribute;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_BACKEND_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_FLOAT;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_HANDLE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_INT64;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_VOID_PTR;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnBackendDescriptor;
import jcuda.jcudnn.cudnnBackendDescriptorType;

/**
 * An object of cuDNN's graph interface: its attributes one after the other, then {@link #made}. Attributes travel outside
 * the heap: JCudnn's native side takes arrays of the heap for null there.
 */
final class Descriptor extends cudnnBackendDescriptor implements AutoCloseable {
    private final int type;

    Descriptor(int type) {
        this.type = type;
        Dnn.check(cudnnBackendCreateDescriptor(type, this), "cudnnBackendCreateDescriptor", this);
    }

    Descriptor with(int attribute, long... values) {
        return words(attribute, CUDNN_TYPE_INT64, values);
    }

    /** An attribute of an enumeration's type. */
    Descriptor enumerated(int attribute, int attributeType, int value) {
        check(status(attribute, attributeType, value), attribute);
        return this;
    }

    /** As {@link #enumerated}; cuDNN's status. */
    int status(int attribute, int attributeType, int value) {
        try (Arena arena = Arena.ofConfined()) {
            return status(attribute, attributeType, 1, arena.allocateFrom(JAVA_INT, value));
        }
    }

    Descriptor scalar(int attribute, float value) {
        try (Arena arena = Arena.ofConfined()) {
            return set(attribute, CUDNN_TYPE_FLOAT, 1, arena.allocateFrom(JAVA_FLOAT, value));
        }
    }

    Descriptor handle(int attribute, Handle handle) {
        return words(attribute, CUDNN_TYPE_HANDLE, handle.address());
    }

    /** Addresses of the device's memory. */
    Descriptor pointers(int attribute, long... addresses) {
        return words(attribute, CUDNN_TYPE_VOID_PTR, addresses);
    }

    Descriptor with(int attribute, Descriptor... parts) {
        long[] addresses = Stream.of(parts).mapToLong(Descriptor::address).toArray();
        return words(attribute, CUDNN_TYPE_BACKEND_DESCRIPTOR, addresses);
    }

    private Descriptor words(int attribute, int attributeType, long... words) {
        try (Arena arena = Arena.ofConfined()) {
            return set(attribute, attributeType, words.length, arena.allocateFrom(JAVA_LONG, words));
        }
    }

    private Descriptor set(int attribute, int attributeType, int count, MemorySegment values) {
        check(status(attribute, attributeType, count, values), attribute);
        return this;
    }

    private int status(int attribute, int attributeType, int count, MemorySegment values) {
        return cudnnBackendSetAttribute(this, attribute, attributeType, count, Address.at(values.address()));
    }

    private void check(int status, int attribute) {
        Dnn.check(status, "cudnnBackendSetAttribute " + attribute, this);
    }

    /** Ends it, or throws. */
    Descriptor made() {
        Dnn.check(finish(), "cudnnBackendFinalize", this);
        return this;
    }

    /** Ends it; cuDNN's status. */
    int finish() {
        return cudnnBackendFinalize(this);
    }

    long number(int attribute) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_LONG);
            get(attribute, CUDNN_TYPE_INT64, 1, value);
            return value.get(JAVA_LONG, 0);
        }
    }

    /** The numbers of an attribute of an enumeration's type, {@code most} at most. */
    List<Integer> all(int attribute, int attributeType, int most) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(JAVA_INT, most);
            long count = Math.min(get(attribute, attributeType, most, values), most);
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(values.getAtIndex(JAVA_INT, i));
            }
            return all;
        }
    }

    /** The objects of {@code partType} that an attribute lists; the caller closes them. */
    List<Descriptor> parts(int attribute, int partType, int most) {
        List<Descriptor> parts = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment addresses = arena.allocate(ADDRESS, most);
            for (int i = 0; i < most; i++) {
                parts.add(new Descriptor(partType));
                addresses.setAtIndex(JAVA_LONG, i, parts.getLast().address());
            }
            long count = get(attribute, CUDNN_TYPE_BACKEND_DESCRIPTOR, most, addresses);
            while (parts.size() > count) {
                parts.removeLast().close();
            }
        }
        return parts;
    }

    private long get(int attribute, int attributeType, int most, MemorySegment values) {
        long[] count = new long[1];
        Pointer at = Address.at(values.address());
        Dnn.check(
                cudnnBackendGetAttribute(this, attribute, attributeType, most, count, at),
                "cudnnBackendGetAttribute " + attribute,
                this);
        return count[0];
    }

    long address() {
        return getNativePointer();
    }

    @Override
    public String toString() {
        return cudnnBackendDescriptorType.stringFor(type);
    }

    @Override
    public void close() {
        Dnn.check(cudnnBackendDestroyDescriptor(this), "cudnnBackendDestroyDescriptor", this);
    }
}
