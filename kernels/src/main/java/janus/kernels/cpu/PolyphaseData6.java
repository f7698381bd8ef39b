package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One dimension of {@link PolyphaseData}, 6 outputs: {@link PolyphaseData8} by F(3, 2), as {@link Polyphase3} has it. */
final class PolyphaseData6 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PolyphaseData6() {}

    static void input(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        Polyphase3.points(x0, x1, x2, FloatVector.fromArray(S, x, at + 3 * step), y, to, stride);
        x0.intoArray(y, to + 5 * stride);
        x1.intoArray(y, to + 6 * stride);
        x2.intoArray(y, to + 7 * stride);
    }

    static void output(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector a = x1.add(x2);
        FloatVector.fromArray(S, x, at).add(a).intoArray(y, to + stride);
        x1.sub(x2).intoArray(y, to + 3 * stride);
        a.add(FloatVector.fromArray(S, x, at + 4 * step)).intoArray(y, to + 5 * stride);
        FloatVector.fromArray(S, x, at + 5 * step).intoArray(y, to);
        FloatVector.fromArray(S, x, at + 6 * step).intoArray(y, to + 2 * stride);
        FloatVector.fromArray(S, x, at + 7 * step).intoArray(y, to + 4 * stride);
    }
}
