package janus.kernels.cpu;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 3×3 convolution of a map of 2×2 that is padded by 1. In each dimension outputs are a Toeplitz matrix of order 2 times
 * the inputs, (g₁ g₂; g₀ g₁)·(a; b), which takes 3 products, g₁·(a + b), (g₀ − g₁)·a and (g₂ − g₁)·b, where F(2, 3) takes
 * 4, of which two meet the padding (Karatsuba and Ofman 1962, transposed). So 9 do what takes 16, by a filter no larger
 * than it was. Backward, to turn the filter, or to put away its sums, takes longer than is saved.
 */
final class Toeplitz2 extends Winograd {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int BLOCK = Layout.BLOCK;
    private static final int T3 = 3 * LANES;

    Toeplitz2() {
        super(2, 3, 4, 1, 1, List.of(), new Toeplitz2x2());
    }

    /** The first and the last of 4 inputs are padding. */
    static void input(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * step);
        x1.intoArray(y, to);
        x1.add(x2).intoArray(y, to + stride);
        x2.intoArray(y, to + 2 * stride);
    }

    static void output(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        x1.add(FloatVector.fromArray(S, x, at + 2 * step)).intoArray(y, to);
        x1.add(FloatVector.fromArray(S, x, at)).intoArray(y, to + stride);
    }

    @Override
    void filterTile(float[] g, int at, int tap, float[] u, int to, int apart, float[] t) {
        for (int o = 0; o < BLOCK; o += LANES) {
            for (int j = 0; j < 3; j++) {
                filter(g, at + j * tap + o, 3 * tap, t, j * LANES, T3);
            }
            for (int i = 0; i < 3; i++) {
                filter(t, i * T3, LANES, u, to + 3 * i * apart + o, apart);
            }
        }
    }

    private static void filter(float[] x, int at, int step, float[] y, int to, int stride) {
        FloatVector x1 = FloatVector.fromArray(S, x, at + step);
        FloatVector.fromArray(S, x, at).sub(x1).intoArray(y, to);
        x1.intoArray(y, to + stride);
        FloatVector.fromArray(S, x, at + 2 * step).sub(x1).intoArray(y, to + 2 * stride);
    }

    @Override
    void filterAdjointTile(float[] u, int at, int apart, float[] dg, int to, int tap, float[] t) {
        throw new UnsupportedOperationException("gradients of filters of 2×2 maps go by other ways");
    }
}
