package janus.kernels.cpu;

import static janus.kernels.cpu.Lanes.multiplyAdd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One dimension of {@link PolyphaseData}, 8 outputs: dx₂ᵢ₊₁ = dyᵢ·g0 + dyᵢ₊₁·g2 as in {@link Polyphase4}, and
 * dx₂ᵢ = dyᵢ·g1.
 */
final class PolyphaseData8 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PolyphaseData8() {}

    static void input(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        Polyphase4.points(x0, x1, x2, x3, FloatVector.fromArray(S, x, at + 4 * step), y, to, stride);
        x0.intoArray(y, to + 5 * stride);
        x1.intoArray(y, to + 6 * stride);
        x2.intoArray(y, to + 7 * stride);
        x3.intoArray(y, to + 8 * stride);
    }

    static void output(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector a = x1.add(x2);
        FloatVector b = x1.sub(x2);
        FloatVector.fromArray(S, x, at).add(a).add(x3).intoArray(y, to + stride);
        multiplyAdd(of(2), x3, b).intoArray(y, to + 3 * stride);
        multiplyAdd(of(4), x3, a).intoArray(y, to + 5 * stride);
        multiplyAdd(of(8), x3, b)
                .add(FloatVector.fromArray(S, x, at + 4 * step))
                .intoArray(y, to + 7 * stride);
        FloatVector.fromArray(S, x, at + 5 * step).intoArray(y, to);
        FloatVector.fromArray(S, x, at + 6 * step).intoArray(y, to + 2 * stride);
        FloatVector.fromArray(S, x, at + 7 * step).intoArray(y, to + 4 * stride);
        FloatVector.fromArray(S, x, at + 8 * step).intoArray(y, to + 6 * stride);
    }

    private static FloatVector of(float value) {
        return FloatVector.broadcast(S, value);
    }
}
