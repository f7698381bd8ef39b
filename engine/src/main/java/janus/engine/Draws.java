package janus.engine;

import janus.kernels.Philox;
import java.nio.charset.StandardCharsets;

/**
 * Random numbers as a pure function of (seed, stream, epoch, index): no state, so nothing to save and no order to keep.
 * Two arms of a study that name the same stream draw the same numbers.
 */
public record Draws(long key) {
    public static Draws of(long seed) {
        return new Draws(mix(seed));
    }

    /** The stream called {@code name} below this one. */
    public Draws in(String name) {
        long hash = key;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = mix(hash ^ b);
        }
        return new Draws(mix(hash ^ name.length()));
    }

    /** The draws of one step. */
    public Draws at(int epoch, int step) {
        return new Draws(Philox.bits(key, epoch, step));
    }

    /** Uniform in [0, 1), 24 bits. */
    public float uniform(long index) {
        return Philox.uniform(key, 0, index);
    }

    /** Standard normal, by Box and Muller (1958). */
    public double normal(long index) {
        double u = (Philox.bits(key, 1, index) >>> 11) * 0x1p-53;
        double v = (Philox.bits(key, 2, index) >>> 11) * 0x1p-53;
        return Math.sqrt(-2 * StrictMath.log(1 - u)) * StrictMath.cos(2 * Math.PI * v);
    }

    /** The order of {@code n} things: a permutation of 0…n−1. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = (int) Math.unsignedMultiplyHigh(Philox.bits(key, 3, i), i + 1L);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    // SplitMix64's finaliser (Steele et al., 2014)
    private static long mix(long z) {
        z += 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
