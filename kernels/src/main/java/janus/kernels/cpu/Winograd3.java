package janus.kernels.cpu;

import static janus.kernels.cpu.Lanes.multiplyAdd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One dimension of F(3, 3) at the points 0, 1, −1, 2, ∞: those of {@link Winograd4} but −2, at its places. It takes that
 * map's filter, whose numbers are by other factors, Π(aᵢ − aⱼ) over the points; what they differ by is in {@link #input}.
 */
final class Winograd3 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private Winograd3() {}

    static void input(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector x4 = FloatVector.fromArray(S, x, at + 4 * step);
        FloatVector a = x3.sub(x1);
        // the same constant twice, and C2 puts it on the heap
        FloatVector two = of(2);
        FloatVector minusTwo = of(-2);
        FloatVector four = of(4);
        // 4·x0 − 2·x1 − 4·x2 + 2·x3, and so on: m(x)/(x − aᵢ) of m = x(x − 1)(x + 1)(x − 2), times 2, 3, 1 and 4
        multiplyAdd(four, x0.sub(x2), a.mul(two)).intoArray(y, to);
        multiplyAdd(minusTwo, x1, x3.sub(x2)).mul(of(3)).intoArray(y, to + stride);
        multiplyAdd(of(-3), x2, multiplyAdd(two, x1, x3)).intoArray(y, to + 2 * stride);
        a.mul(four).intoArray(y, to + 3 * stride);
        multiplyAdd(minusTwo, a, x4.sub(x2)).intoArray(y, to + 5 * stride);
    }

    static void output(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector a = x1.add(x2);
        FloatVector.fromArray(S, x, at).add(a).add(x3).intoArray(y, to);
        multiplyAdd(of(2), x3, x1.sub(x2)).intoArray(y, to + stride);
        multiplyAdd(of(4), x3, a)
                .add(FloatVector.fromArray(S, x, at + 5 * step))
                .intoArray(y, to + 2 * stride);
    }

    static void outputAdjoint(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector a = x0.add(x2);
        x0.intoArray(y, to);
        a.add(x1).intoArray(y, to + stride);
        a.sub(x1).intoArray(y, to + 2 * stride);
        multiplyAdd(of(4), x2, multiplyAdd(of(2), x1, x0)).intoArray(y, to + 3 * stride);
        x2.intoArray(y, to + 5 * stride);
    }

    private static FloatVector of(float value) {
        return FloatVector.broadcast(S, value);
    }
}
