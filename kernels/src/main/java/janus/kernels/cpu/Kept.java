package janus.kernels.cpu;

import java.util.Arrays;

/** Room that is kept from call to call: it is allocated once, and again when a larger size asks for more. */
final class Kept {
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
    static float[] atLeast(float[] array, int length) {
        return array.length < Layout.FIRST + length ? new float[Layout.FIRST + length] : array;
    }
}
