package janus.kernels.parity;

import java.util.function.Consumer;

/** Kernel calls on buffers that a trial makes. The label says kernel and sizes, is unique, and seeds the numbers. */
record ParityCase(String label, Consumer<Trial> body) {
    long seed() {
        return label.hashCode();
    }

    @Override
    public String toString() {
        return label;
    }
}
