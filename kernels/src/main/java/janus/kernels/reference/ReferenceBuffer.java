package janus.kernels.reference;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.Arrays;

/**
 * Row-major numbers in a storage, from {@code offset} on. Every access is checked: kernels of the reference device take
 * sizes from their arguments like all others, but a size that does not fit its buffer is told here.
 */
record ReferenceBuffer(Storage storage, int offset, Shape shape, Role role) implements Buffer {
    static double get(Buffer buffer, int i) {
        ReferenceBuffer b = of(buffer);
        return b.storage.data[b.place(i)];
    }

    static void set(Buffer buffer, int i, double value) {
        ReferenceBuffer b = of(buffer);
        b.storage.data[b.place(i)] = value;
    }

    static void accumulate(Buffer buffer, int i, double value) {
        ReferenceBuffer b = of(buffer);
        b.storage.data[b.place(i)] += value;
    }

    /** A copy of the first {@code count} numbers. */
    static double[] read(Buffer buffer, int count) {
        ReferenceBuffer b = of(buffer);
        b.place(count - 1);
        return Arrays.copyOfRange(b.storage.data, b.offset, b.offset + count);
    }

    /** Replaces the first numbers. */
    static void write(double[] values, Buffer buffer) {
        ReferenceBuffer b = of(buffer);
        b.place(values.length - 1);
        System.arraycopy(values, 0, b.storage.data, b.offset, values.length);
    }

    static ReferenceBuffer of(Buffer buffer) {
        if (buffer instanceof ReferenceBuffer b) {
            b.storage.check();
            return b;
        }
        throw new IllegalArgumentException("reference: a buffer of another device: " + buffer);
    }

    private int place(int i) {
        if (i < 0 || i >= shape.size()) {
            throw new IndexOutOfBoundsException("element " + i + " of " + this);
        }
        return offset + i;
    }

    @Override
    public String toString() {
        return storage + ": " + role + " " + shape;
    }
}
