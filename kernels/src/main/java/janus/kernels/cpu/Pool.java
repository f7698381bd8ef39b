package janus.kernels.cpu;

import janus.kernels.OutOfDeviceMemory;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Arrays given back wait here for the next of about their size: the smallest that fits, if it wastes at most a quarter.
 * When the heap is full, everything that waits is let go before giving up.
 */
final class Pool {
    private final TreeMap<Integer, ArrayDeque<float[]>> waiting = new TreeMap<>();
    private long inUse;
    private long peak;
    private long held;

    /** An array of at least {@code length} floats with undefined contents. */
    float[] take(int length) {
        Map.Entry<Integer, ArrayDeque<float[]>> fit = waiting.ceilingEntry(length);
        float[] array;
        if (fit != null && fit.getKey() <= length + length / 4L) {
            array = fit.getValue().removeLast();
            if (fit.getValue().isEmpty()) {
                waiting.remove(fit.getKey());
            }
        } else {
            array = create(length);
            held += bytes(array);
        }
        inUse += bytes(array);
        peak = Math.max(peak, inUse);
        return array;
    }

    void giveBack(float[] array) {
        inUse -= bytes(array);
        waiting.computeIfAbsent(array.length, size -> new ArrayDeque<>()).addLast(array);
    }

    long inUse() {
        return inUse;
    }

    long peak() {
        return peak;
    }

    long held() {
        return held;
    }

    private float[] create(int length) {
        try {
            return new float[length];
        } catch (OutOfMemoryError full) {
            waiting.clear();
            held = inUse;
        }
        try {
            return new float[length];
        } catch (OutOfMemoryError full) {
            throw new OutOfDeviceMemory("cpu: no room for " + (length * 4L >> 20) + " MiB, " + (inUse >> 20)
                    + " MiB in use of a heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB; raise -Xmx or lower the batch size");
        }
    }

    private static long bytes(float[] array) {
        return array.length * (long) Float.BYTES;
    }
}
