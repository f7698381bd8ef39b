package janus.kernels.reference;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;

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
