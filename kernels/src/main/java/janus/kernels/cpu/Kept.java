package janus.kernels.cpu;

import janus.kernels.OutOfDeviceMemory;
import java.util.Arrays;

/** Room that is kept from call to call: it is allocated once, and again when a larger size asks for more. */
final class Kept {
    /** Longest array that every JVM can make. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private float[] floats = {};

    /** At least {@code length} floats, of which as many are 0. The next call takes them away. */
    float[] zeros(int length) {
        if (floats.length < length) {
            floats = new float[length];
        } else {
            Arrays.fill(floats, 0, length, 0f);
        }
        return floats;
    }

    /** {@code array}, or a longer one without its numbers: {@code length} of them from {@link Layout#FIRST} on. */
    static float[] atLeast(float[] array, long length) {
        if (Layout.FIRST + length > MOST) {
            throw new OutOfDeviceMemory("cpu: a kernel needs room for " + length
                    + " numbers, more than an array holds; lower the batch size");
        }
        return array.length < Layout.FIRST + length ? new float[(int) (Layout.FIRST + length)] : array;
    }
}
