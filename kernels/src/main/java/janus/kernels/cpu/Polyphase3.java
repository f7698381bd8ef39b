package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One dimension of {@link Polyphase}, 3 outputs: as {@link Polyphase4} without its point 2, and so F(3, 2), at that map's
 * places. Its filter is by other factors; what they differ by is in {@link #input}.
 */
final class Polyphase3 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private Polyphase3() {}

    static void input(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 4 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 6 * step);
        points(x0, x1, x2, x3, y, to, stride);
        FloatVector.fromArray(S, x, at + step).intoArray(y, to + 5 * stride);
        FloatVector.fromArray(S, x, at + 3 * step).intoArray(y, to + 6 * stride);
        FloatVector.fromArray(S, x, at + 5 * step).intoArray(y, to + 7 * stride);
    }

    /** Bᵀx of F(3, 2). */
    static void points(FloatVector x0, FloatVector x1, FloatVector x2, FloatVector x3, float[] y, int to, int stride) {
        // m(x)/(x − aᵢ) of m = x(x − 1)(x + 1), times −2, −1, −3 and 1
        x0.sub(x2).mul(of(2)).intoArray(y, to);
        x1.add(x2).neg().intoArray(y, to + stride);
        x1.sub(x2).mul(of(3)).intoArray(y, to + 2 * stride);
        x3.sub(x1).intoArray(y, to + 4 * stride);
    }

    static void output(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector a = x1.add(x2);
        FloatVector y0 = FloatVector.fromArray(S, x, at).add(a);
        FloatVector y2 = a.add(FloatVector.fromArray(S, x, at + 4 * step));
        y0.add(FloatVector.fromArray(S, x, at + 5 * step)).intoArray(y, to);
        x1.sub(x2).add(FloatVector.fromArray(S, x, at + 6 * step)).intoArray(y, to + stride);
        y2.add(FloatVector.fromArray(S, x, at + 7 * step)).intoArray(y, to + 2 * stride);
    }

    static void outputAdjoint(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector a = x0.add(x2);
        x0.intoArray(y, to);
        a.add(x1).intoArray(y, to + stride);
        a.sub(x1).intoArray(y, to + 2 * stride);
        x2.intoArray(y, to + 4 * stride);
        x0.intoArray(y, to + 5 * stride);
        x1.intoArray(y, to + 6 * stride);
        x2.intoArray(y, to + 7 * stride);
    }

    private static FloatVector of(float value) {
        return FloatVector.broadcast(S, value);
    }
}
