package janus.kernels.reference;

import java.util.Arrays;

/** An array of float64 with a name for errors. NaN before it is written and again after it is freed. */
final class Storage {
    final double[] data;
    private final int number;
    private final boolean arena;
    private boolean freed;

    Storage(int number, boolean arena, int length) {
        this.number = number;
        this.arena = arena;
        this.data = new double[length];
        Arrays.fill(data, Double.NaN);
    }

    boolean isArena() {
        return arena;
    }

    long bytes() {
        return (long) data.length * Double.BYTES;
    }

    void check() {
        if (freed) {
            throw new IllegalStateException(this + " was used after it was freed");
        }
    }

    void free() {
        if (freed) {
            throw new IllegalStateException(this + " was freed twice");
        }
        freed = true;
        Arrays.fill(data, Double.NaN);
    }

    @Override
    public String toString() {
        return (arena ? "arena " : "buffer ") + number;
    }
}
