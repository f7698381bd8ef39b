package janus.kernels.cpu;

import static janus.kernels.cpu.Lanes.multiplyAdd;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(4×4, 3×3) at the points 0, 1, −1, 2, −2, ∞. */
final class Winograd4 extends Winograd {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int BLOCK = Layout.BLOCK;
    private static final int T6 = 6 * LANES;
    private static final int T3 = 3 * LANES;

    Winograd4() {
        // tiles of 3 outputs do without −2
        super(4, 6, 6, 1, 1, List.of(4), new Winograd4x4(), new Winograd4x3(), new Winograd3x4(), new Winograd3x3());
    }

    static void input(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector x4 = FloatVector.fromArray(S, x, at + 4 * step);
        FloatVector x5 = FloatVector.fromArray(S, x, at + 5 * step);
        // the same constant twice, and C2 puts it on the heap
        FloatVector four = of(4);
        FloatVector minusFour = of(-4);
        FloatVector minusFive = of(-5);
        FloatVector a = multiplyAdd(minusFour, x2, x4);
        FloatVector b = multiplyAdd(minusFour, x1, x3);
        FloatVector c = x4.sub(x2);
        FloatVector d = x3.sub(x1);
        multiplyAdd(four, x0, multiplyAdd(minusFive, x2, x4)).intoArray(y, to);
        a.add(b).intoArray(y, to + stride);
        a.sub(b).intoArray(y, to + 2 * stride);
        multiplyAdd(of(2), d, c).intoArray(y, to + 3 * stride);
        multiplyAdd(of(-2), d, c).intoArray(y, to + 4 * stride);
        multiplyAdd(four, x1, multiplyAdd(minusFive, x3, x5)).intoArray(y, to + 5 * stride);
    }

    static void output(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector x4 = FloatVector.fromArray(S, x, at + 4 * step);
        FloatVector a = x1.add(x2);
        FloatVector b = x1.sub(x2);
        FloatVector c = x3.add(x4);
        FloatVector d = x3.sub(x4);
        FloatVector.fromArray(S, x, at).add(a).add(c).intoArray(y, to);
        multiplyAdd(of(2), d, b).intoArray(y, to + stride);
        multiplyAdd(of(4), c, a).intoArray(y, to + 2 * stride);
        multiplyAdd(of(8), d, b).add(FloatVector.fromArray(S, x, at + 5 * step)).intoArray(y, to + 3 * stride);
    }

    static void outputAdjoint(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector a = x0.add(x2);
        FloatVector b = x1.add(x3);
        // as in input, and twice a number is exact: each sum has the bits of a multiply-add
        FloatVector four = of(4);
        FloatVector c = multiplyAdd(four, x2, x0);
        FloatVector d = multiplyAdd(four, x3, x1);
        FloatVector e = d.add(d);
        x0.intoArray(y, to);
        a.add(b).intoArray(y, to + stride);
        a.sub(b).intoArray(y, to + 2 * stride);
        c.add(e).intoArray(y, to + 3 * stride);
        c.sub(e).intoArray(y, to + 4 * stride);
        x3.intoArray(y, to + 5 * stride);
    }

    @Override
    void filterTile(float[] g, int at, int tap, float[] u, int to, int apart, float[] t) {
        for (int o = 0; o < BLOCK; o += LANES) {
            for (int j = 0; j < 3; j++) {
                filter(g, at + j * tap + o, 3 * tap, t, j * LANES, T3);
            }
            for (int i = 0; i < 6; i++) {
                filter(t, i * T3, LANES, u, to + 6 * i * apart + o, apart);
            }
        }
    }

    private static void filter(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector a = x0.add(x2).mul(-1f / 6);
        FloatVector b = multiplyAdd(of(4), x2, x0).mul(1f / 24);
        x0.mul(.25f).intoArray(y, to);
        multiplyAdd(of(-1f / 6), x1, a).intoArray(y, to + stride);
        multiplyAdd(of(1f / 6), x1, a).intoArray(y, to + 2 * stride);
        multiplyAdd(of(1f / 12), x1, b).intoArray(y, to + 3 * stride);
        multiplyAdd(of(-1f / 12), x1, b).intoArray(y, to + 4 * stride);
        x2.intoArray(y, to + 5 * stride);
    }

    @Override
    void filterAdjointTile(float[] u, int at, int apart, float[] dg, int to, int tap, float[] t) {
        for (int o = 0; o < BLOCK; o += LANES) {
            for (int j = 0; j < 6; j++) {
                filterAdjoint(u, at + j * apart + o, 6 * apart, t, j * LANES, T6);
            }
            for (int i = 0; i < 3; i++) {
                filterAdjoint(t, i * T6, LANES, dg, to + 3 * i * tap + o, tap);
            }
        }
    }

    private static void filterAdjoint(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector x4 = FloatVector.fromArray(S, x, at + 4 * step);
        FloatVector a = x1.add(x2).mul(-1f / 6);
        FloatVector b = x3.add(x4);
        FloatVector c = x2.sub(x1).mul(1f / 6);
        FloatVector d = x3.sub(x4);
        multiplyAdd(of(.25f), FloatVector.fromArray(S, x, at), multiplyAdd(of(1f / 24), b, a))
                .intoArray(y, to);
        multiplyAdd(of(1f / 12), d, c).intoArray(y, to + stride);
        multiplyAdd(of(1f / 6), b, a)
                .add(FloatVector.fromArray(S, x, at + 5 * step))
                .intoArray(y, to + 2 * stride);
    }

    private static FloatVector of(float value) {
        return FloatVector.broadcast(S, value);
    }
}
