package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A range of a {@code float[]}: {@link Layout} says where each element lies. */
final class CpuBuffer implements Buffer {
    private final Shape shape;
    private final Role role;
    private final Storage storage;
    private final int offset;

    @Nullable
    private Derived derived;
    /** A FILTER with a normalization folded in. */
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

    /** What lies {@code floats} behind this, in as many dimensions. */
    CpuBuffer behind(int floats) {
        return new CpuBuffer(shape, role, storage, offset + floats);
    }

    /** Floats this buffer spans, padding included. */
    int length() {
        return Layout.length(shape, role);
    }

    /** This FILTER in another form, as it was in {@code version}. */
    private record Derived(Object form, long version, float[] array) {}

    /**
     * This FILTER in another form: {@code length} floats from {@link Layout#FIRST} on, which {@code make} writes. They are
     * kept until the filter is written, or asked for in another form.
     */
    float[] derived(Object form, int length, Consumer<float[]> make) {
        Derived old = derived;
        if (old != null && old.version == version() && old.form.equals(form)) {
            return old.array;
        }
        float[] array = old == null ? new float[0] : old.array;
        if (array.length != Layout.FIRST + length) {
            array = new float[Layout.FIRST + length];
        }
        derived = null;
        make.accept(array);
        derived = new Derived(form, version(), array);
        return array;
    }

    /** Grows with every write, so that what was made of the old numbers is known to be stale. */
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
