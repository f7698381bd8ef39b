package janus.kernels.cpu;

import static janus.kernels.cpu.Lanes.multiplyAdd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The linear maps of minimal filtering F(4, 4) along a row (Winograd 1980), at the points 0, 1, −1, 2, −2, ½, ∞: 4
 * outputs of a filter of 4 taps by 7 products instead of 16.
 */
final class WinogradRow {
    static final int OUTPUTS = 4;
    static final int TAPS = 4;
    static final int POINTS = 7;

    /** u = G g. */
    static final float[][] G = {
        {-1f / 2, 0, 0, 0},
        {-1f / 3, -1f / 3, -1f / 3, -1f / 3},
        {1f / 9, -1f / 9, 1f / 9, -1f / 9},
        {1f / 36, 1f / 18, 1f / 9, 2f / 9},
        {-1f / 60, 1f / 30, -1f / 15, 2f / 15},
        {32f / 45, 16f / 45, 8f / 45, 4f / 45},
        {0, 0, 0, 1},
    };

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private WinogradRow() {}

    /** A vector of each of 7 inputs, {@code step} floats apart, to one of each of 7 points, {@code stride} apart. */
    static void input(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector x5 = FloatVector.fromArray(S, x, at + 5 * step);
        // without its zero at ½ a polynomial is one of the other points'
        FloatVector half = of(-.5f);
        FloatVector t0 = multiplyAdd(half, FloatVector.fromArray(S, x, at), x1);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector t1 = multiplyAdd(half, x1, x2);
        FloatVector t2 = multiplyAdd(half, x2, x3);
        FloatVector x4 = FloatVector.fromArray(S, x, at + 4 * step);
        FloatVector t3 = multiplyAdd(half, x3, x4);
        FloatVector t4 = multiplyAdd(half, x4, x5);
        FloatVector t5 = multiplyAdd(half, x5, FloatVector.fromArray(S, x, at + 6 * step));
        FloatVector four = of(4);
        FloatVector minusFour = of(-4);
        FloatVector minusFive = of(-5);
        FloatVector a = multiplyAdd(minusFour, t2, t4);
        FloatVector b = multiplyAdd(minusFour, t1, t3);
        FloatVector c = t4.sub(t2);
        FloatVector d = t3.sub(t1);
        multiplyAdd(four, t0, multiplyAdd(minusFive, t2, t4)).intoArray(y, to);
        a.add(b).intoArray(y, to + stride);
        a.sub(b).intoArray(y, to + 2 * stride);
        multiplyAdd(of(2), d, c).intoArray(y, to + 3 * stride);
        multiplyAdd(of(-2), d, c).intoArray(y, to + 4 * stride);
        multiplyAdd(four, x1, multiplyAdd(minusFive, x3, x5)).intoArray(y, to + 5 * stride);
        multiplyAdd(four, t1, multiplyAdd(minusFive, t3, t5)).intoArray(y, to + 6 * stride);
    }

    /** A vector of each of 7 points to one of each of 4 outputs, of which the first {@code count} are written. */
    static void output(float[] x, int at, int step, float[] y, int to, int stride, int count) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector x4 = FloatVector.fromArray(S, x, at + 4 * step);
        FloatVector x5 = FloatVector.fromArray(S, x, at + 5 * step);
        FloatVector a = x1.add(x2);
        FloatVector b = x1.sub(x2);
        FloatVector c = x3.add(x4);
        FloatVector d = x3.sub(x4);
        FloatVector.fromArray(S, x, at).add(a).add(c.add(x5)).intoArray(y, to);
        if (count > 1) {
            multiplyAdd(of(2), d, multiplyAdd(of(.5f), x5, b)).intoArray(y, to + stride);
        }
        if (count > 2) {
            multiplyAdd(of(4), c, multiplyAdd(of(.25f), x5, a)).intoArray(y, to + 2 * stride);
        }
        if (count > 3) {
            multiplyAdd(of(8), d, multiplyAdd(of(.125f), x5, b))
                    .add(FloatVector.fromArray(S, x, at + 6 * step))
                    .intoArray(y, to + 3 * stride);
        }
    }

    /** The adjoint of {@link #output}: of 4 outputs' gradients the first {@code count} are read, the others 0. */
    static void outputAdjoint(float[] x, int at, int step, int count, float[] y, int to, int stride) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = count > 1 ? FloatVector.fromArray(S, x, at + step) : zero;
        FloatVector x2 = count > 2 ? FloatVector.fromArray(S, x, at + 2 * step) : zero;
        FloatVector x3 = count > 3 ? FloatVector.fromArray(S, x, at + 3 * step) : zero;
        FloatVector a = x0.add(x2);
        FloatVector b = x1.add(x3);
        FloatVector four = of(4);
        FloatVector c = multiplyAdd(four, x2, x0);
        FloatVector d = multiplyAdd(four, x3, x1);
        FloatVector e = d.add(d);
        x0.intoArray(y, to);
        a.add(b).intoArray(y, to + stride);
        a.sub(b).intoArray(y, to + 2 * stride);
        c.add(e).intoArray(y, to + 3 * stride);
        c.sub(e).intoArray(y, to + 4 * stride);
        FloatVector f = multiplyAdd(of(.25f), x2, x0);
        multiplyAdd(of(.5f), multiplyAdd(of(.25f), x3, x1), f).intoArray(y, to + 5 * stride);
        x3.intoArray(y, to + 6 * stride);
    }

    private static FloatVector of(float value) {
        return FloatVector.broadcast(S, value);
    }
}
