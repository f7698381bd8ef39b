package janus.kernels.cpu;

import static janus.kernels.cpu.Lanes.multiplyAdd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One dimension of {@link Polyphase}, 4 outputs yᵢ = x₂ᵢ·g0 + x₂ᵢ₊₁·g1 + x₂ᵢ₊₂·g2: the first and last term are F(4, 2) at
 * the points 0, 1, −1, 2, ∞ in 5 products, the middle one takes 4.
 */
final class Polyphase4 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private Polyphase4() {}

    static void input(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 4 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 6 * step);
        FloatVector x4 = FloatVector.fromArray(S, x, at + 8 * step);
        points(x0, x1, x2, x3, x4, y, to, stride);
        FloatVector.fromArray(S, x, at + step).intoArray(y, to + 5 * stride);
        FloatVector.fromArray(S, x, at + 3 * step).intoArray(y, to + 6 * stride);
        FloatVector.fromArray(S, x, at + 5 * step).intoArray(y, to + 7 * stride);
        FloatVector.fromArray(S, x, at + 7 * step).intoArray(y, to + 8 * stride);
    }

    /** Bᵀx of F(4, 2). */
    static void points(
            FloatVector x0,
            FloatVector x1,
            FloatVector x2,
            FloatVector x3,
            FloatVector x4,
            float[] y,
            int to,
            int stride) {
        FloatVector a = x3.sub(x1);
        // the same constant twice, and C2 puts it on the heap
        FloatVector two = of(2);
        FloatVector minusTwo = of(-2);
        multiplyAdd(two, x0.sub(x2), a).intoArray(y, to);
        multiplyAdd(minusTwo, x1, x3.sub(x2)).intoArray(y, to + stride);
        multiplyAdd(of(-3), x2, multiplyAdd(two, x1, x3)).intoArray(y, to + 2 * stride);
        a.intoArray(y, to + 3 * stride);
        multiplyAdd(minusTwo, a, x4.sub(x2)).intoArray(y, to + 4 * stride);
    }

    static void output(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector a = x1.add(x2);
        FloatVector b = x1.sub(x2);
        FloatVector y0 = FloatVector.fromArray(S, x, at).add(a).add(x3);
        FloatVector y1 = multiplyAdd(of(2), x3, b);
        FloatVector y2 = multiplyAdd(of(4), x3, a);
        FloatVector y3 = multiplyAdd(of(8), x3, b).add(FloatVector.fromArray(S, x, at + 4 * step));
        y0.add(FloatVector.fromArray(S, x, at + 5 * step)).intoArray(y, to);
        y1.add(FloatVector.fromArray(S, x, at + 6 * step)).intoArray(y, to + stride);
        y2.add(FloatVector.fromArray(S, x, at + 7 * step)).intoArray(y, to + 2 * stride);
        y3.add(FloatVector.fromArray(S, x, at + 8 * step)).intoArray(y, to + 3 * stride);
    }

    static void outputAdjoint(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector a = x0.add(x2);
        FloatVector b = x1.add(x3);
        FloatVector four = of(4);
        FloatVector c = multiplyAdd(four, x2, x0);
        FloatVector d = multiplyAdd(four, x3, x1);
        x0.intoArray(y, to);
        a.add(b).intoArray(y, to + stride);
        a.sub(b).intoArray(y, to + 2 * stride);
        c.add(d.add(d)).intoArray(y, to + 3 * stride);
        x3.intoArray(y, to + 4 * stride);
        x0.intoArray(y, to + 5 * stride);
        x1.intoArray(y, to + 6 * stride);
        x2.intoArray(y, to + 7 * stride);
        x3.intoArray(y, to + 8 * stride);
    }

    private static FloatVector of(float value) {
        return FloatVector.broadcast(S, value);
    }
}
