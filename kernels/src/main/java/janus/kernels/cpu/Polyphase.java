package janus.kernels.cpu;

import static janus.kernels.cpu.Lanes.multiplyAdd;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * F(4×4, 3×3) of stride 2. In each dimension the inputs of even places meet the filter's first and last tap, those of odd
 * places its middle one: a filter of 2 taps and stride 1, for which minimal filtering takes 5 products for 4 outputs, and
 * one of 1 tap, which takes 4. So 81 products do what takes 144; where the middle tap is met, 4 points have one filter.
 */
final class Polyphase extends Winograd {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int BLOCK = Layout.BLOCK;
    private static final int T3 = 3 * LANES;
    private static final int T6 = 6 * LANES;

    /** Products on a side of a tile of {@link Polyphase4}, and those that {@link Polyphase3} does without. */
    static final int SIDE = 9;

    static final List<Integer> SPARED = List.of(3, 8);
    /** From this row, or column, of points on all have the middle tap. */
    private static final int MIDDLE = 5;

    private static final Winograd DATA = new PolyphaseData();

    Polyphase() {
        super(4, SIDE, 9, 2, 1, SPARED, new Polyphase4x4(), new Polyphase4x3(), new Polyphase3x4(), new Polyphase3x3());
    }

    @Override
    Winograd data() {
        return DATA;
    }

    @Override
    int filters() {
        return 36;
    }

    @Override
    int filter(int point) {
        return filterAt(point);
    }

    @Override
    boolean isFirst(int point) {
        return point / SIDE <= MIDDLE && point % SIDE <= MIDDLE;
    }

    static int filterAt(int point) {
        return 6 * Math.min(point / SIDE, MIDDLE) + Math.min(point % SIDE, MIDDLE);
    }

    @Override
    void filterTile(float[] g, int at, int tap, float[] u, int to, int apart, float[] t) {
        transform(g, at, tap, u, to, apart, t);
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

    static void transform(float[] g, int at, int tap, float[] u, int to, int apart, float[] t) {
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
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        x0.mul(.5f).intoArray(y, to);
        x0.add(x2).mul(-.5f).intoArray(y, to + stride);
        x2.sub(x0).mul(1f / 6).intoArray(y, to + 2 * stride);
        multiplyAdd(FloatVector.broadcast(S, 2), x2, x0).mul(1f / 6).intoArray(y, to + 3 * stride);
        x2.intoArray(y, to + 4 * stride);
        FloatVector.fromArray(S, x, at + step).intoArray(y, to + 5 * stride);
    }

    private static void filterAdjoint(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * step);
        FloatVector a = FloatVector.fromArray(S, x, at).sub(x1).mul(.5f);
        a.add(x3.sub(x2).mul(1f / 6)).intoArray(y, to);
        FloatVector.fromArray(S, x, at + 5 * step).intoArray(y, to + stride);
        FloatVector b = multiplyAdd(FloatVector.broadcast(S, 2), x3, x2).mul(1f / 6);
        multiplyAdd(FloatVector.broadcast(S, -.5f), x1, b)
                .add(FloatVector.fromArray(S, x, at + 4 * step))
                .intoArray(y, to + 2 * stride);
    }
}
