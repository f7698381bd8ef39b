package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import org.jspecify.annotations.Nullable;

/** A range of a {@code float[]}: {@link Layout} says where each element lies. */
final class CpuBuffer implements Buffer {
    private final Shape shape;
    private final Role role;
    private final Storage storage;
    private final int offset;
    /** Packed or transformed copies of a FILTER, valid while its storage's version is theirs. */
    @Nullable
    Object derived;
    /** A FILTER with a normalization folded in, likewise. */
    @Nullable
    FoldedFilter folded;

    CpuBuffer(Shape shape, Role role, Storage storage, int offset) {
        this.shape = shape;
        this.role = role;
        this.storage = storage;
        this.offset = offset;
    }

    /** The buffer as this device's own. */
    static CpuBuffer of(Buffer buffer) {
        if (buffer instanceof CpuBuffer own) {
            return own;
        }
        throw new IllegalArgumentException(buffer + " is not a buffer of a cpu device");
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Role role() {
        return role;
    }

    /** The array; throws once the buffer is freed. */
    float[] array() {
        if (storage.array == null) {
            throw new IllegalStateException(this + " was freed");
        }
        return storage.array;
    }

    int offset() {
        return offset;
    }

    /** Floats this buffer spans, padding included. */
    int length() {
        return Layout.length(shape, role);
    }

    /** Grows with every write by upload or update, so that {@link #derived} can tell it is stale. */
    long version() {
        return storage.version;
    }

    void touch() {
        storage.version++;
    }

    Storage storage() {
        return storage;
    }

    @Override
    public String toString() {
        return role + " buffer " + shape;
    }

    /** What a buffer and the views into it share. */
    static final class Storage {
        float @Nullable [] array;
        final boolean arena;
        long version;

        Storage(float[] array, boolean arena) {
            this.array = array;
            this.arena = arena;
        }
    }
}
