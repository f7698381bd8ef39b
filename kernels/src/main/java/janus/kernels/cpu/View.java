package janus.kernels.cpu;

import janus.kernels.Buffer;
import java.util.Arrays;

/** The numbers of a PLAIN buffer, read as float64 and rounded where they are written. */
record View(float[] array, int offset) {
    static View of(Buffer buffer) {
        CpuBuffer source = (CpuBuffer) buffer;
        return new View(source.array(), source.offset());
    }

    double get(int i) {
        return array[offset + i];
    }

    void set(int i, double value) {
        array[offset + i] = (float) value;
    }

    /** Copies {@code count} numbers to {@code target} from {@code at} on; returns whether they were there already. */
    boolean copy(int count, float[] target, int at) {
        boolean there = Arrays.equals(array, offset, offset + count, target, at, at + count);
        if (!there) {
            System.arraycopy(array, offset, target, at, count);
        }
        return there;
    }
}
