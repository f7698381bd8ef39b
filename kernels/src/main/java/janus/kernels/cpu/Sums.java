package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over a range of contiguous numbers, left in the 16 lanes from {@code at} on, to be added up by whoever asked: a
 * sum across a vector's lanes would not have the same bits in interpreter and compiler. Four accumulators, because one
 * would wait for the adder.
 */
final class Sums {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.COUNT;

    private Sums() {}

    static void sum(float[] x, int xi, int length, float[] lanes, int at) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        for (; i <= length - 4 * L; i += 4 * L) {
            s0 = s0.add(FloatVector.fromArray(S, x, xi + i));
            s1 = s1.add(FloatVector.fromArray(S, x, xi + i + L));
            s2 = s2.add(FloatVector.fromArray(S, x, xi + i + 2 * L));
            s3 = s3.add(FloatVector.fromArray(S, x, xi + i + 3 * L));
        }
        s0.add(s1).add(s2.add(s3)).intoArray(lanes, at);
        for (; i < length; i++) { // vector tail
            lanes[at + i % L] += x[xi + i];
        }
    }

    static void dot(float[] a, int ai, float[] b, int bi, int length, float[] lanes, int at) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        for (; i <= length - 4 * L; i += 4 * L) {
            s0 = s0.add(product(a, ai + i, b, bi + i));
            s1 = s1.add(product(a, ai + i + L, b, bi + i + L));
            s2 = s2.add(product(a, ai + i + 2 * L, b, bi + i + 2 * L));
            s3 = s3.add(product(a, ai + i + 3 * L, b, bi + i + 3 * L));
        }
        s0.add(s1).add(s2.add(s3)).intoArray(lanes, at);
        for (; i < length; i++) { // vector tail
            lanes[at + i % L] += a[ai + i] * b[bi + i];
        }
    }

    private static FloatVector product(float[] a, int ai, float[] b, int bi) {
        return FloatVector.fromArray(S, a, ai).mul(FloatVector.fromArray(S, b, bi));
    }
}
