package janus.kernels.cpu;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(2×2, 3×3) at the points 0, 1, −1, ∞. */
final class Winograd2 extends Winograd {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int BLOCK = Layout.BLOCK;
    private static final int T4 = 4 * LANES;
    private static final int T3 = 3 * LANES;

    Winograd2() {
        super(2, 4, 4, 1, 1, List.of(), new Winograd2x2());
    }

    static void input(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        x0.sub(x2).intoArray(y, to);
        x1.add(x2).intoArray(y, to + stride);
        x2.sub(x1).intoArray(y, to + 2 * stride);
        x1.sub(x3).intoArray(y, to + 3 * stride);
    }

    static void output(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector.fromArray(S, x, at).add(x1).add(x2).intoArray(y, to);
        x1.sub(x2).sub(FloatVector.fromArray(S, x, at + 3 * step)).intoArray(y, to + stride);
    }

    static void outputAdjoint(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        x0.intoArray(y, to);
        x0.add(x1).intoArray(y, to + stride);
        x0.sub(x1).intoArray(y, to + 2 * stride);
        x1.neg().intoArray(y, to + 3 * stride);
    }

    @Override
    void filterTile(float[] g, int at, int tap, float[] u, int to, int apart, float[] t) {
        for (int o = 0; o < BLOCK; o += LANES) {
            for (int j = 0; j < 3; j++) {
                filter(g, at + j * tap + o, 3 * tap, t, j * LANES, T3);
            }
            for (int i = 0; i < 4; i++) {
                filter(t, i * T3, LANES, u, to + 4 * i * apart + o, apart);
            }
        }
    }

    private static void filter(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x0 = FloatVector.fromArray(S, x, at);
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector a = x0.add(x2);
        x0.intoArray(y, to);
        a.add(x1).mul(.5f).intoArray(y, to + stride);
        a.sub(x1).mul(.5f).intoArray(y, to + 2 * stride);
        x2.intoArray(y, to + 3 * stride);
    }

    @Override
    void filterAdjointTile(float[] u, int at, int apart, float[] dg, int to, int tap, float[] t) {
        for (int o = 0; o < BLOCK; o += LANES) {
            for (int j = 0; j < 4; j++) {
                filterAdjoint(u, at + j * apart + o, 4 * apart, t, j * LANES, T4);
            }
            for (int i = 0; i < 3; i++) {
                filterAdjoint(t, i * T4, LANES, dg, to + 3 * i * tap + o, tap);
            }
        }
    }

    private static void filterAdjoint(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector a = x1.add(x2).mul(.5f);
        FloatVector.fromArray(S, x, at).add(a).intoArray(y, to);
        x1.sub(x2).mul(.5f).intoArray(y, to + stride);
        a.add(FloatVector.fromArray(S, x, at + 3 * step)).intoArray(y, to + 2 * stride);
    }
}
