package janus.kernels.cpu;

import janus.kernels.PoolingSize;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Largest value of each window and its place in the window, and the adjoint: x [h,w], y and index [p,q] of one channel
 * block, from the indices given on.
 */
record MaxPool(PoolingSize z, float[] x, float[] y, float[] index) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    void plane(int xi, int yi, int ii) {
        int at = 0;
        for (int p = 0; p < z.p(); p++) {
            for (int q = 0; q < z.q(); q++, at += B) {
                for (int v = 0; v < B; v += Lanes.COUNT) {
                    largest(p * z.stride() - z.pad(), q * z.stride() - z.pad(), xi + v, yi + at + v, ii + at + v);
                }
            }
        }
    }

    /** x = Σ y of the windows whose index names the pixel. */
    void planeBackward(int xi, int yi, int ii) {
        Arrays.fill(x, xi, xi + z.h() * z.w() * B, 0f);
        int at = 0;
        for (int p = 0; p < z.p(); p++) {
            for (int q = 0; q < z.q(); q++, at += B) {
                for (int v = 0; v < B; v += Lanes.COUNT) {
                    scatter(p * z.stride() - z.pad(), q * z.stride() - z.pad(), xi + v, yi + at + v, ii + at + v);
                }
            }
        }
    }

    /** The window whose first pixel, perhaps outside x, is (top, left); a NaN counts as largest. */
    private void largest(int top, int left, int xi, int yi, int ii) {
        int r1 = Math.min(z.r(), z.h() - top);
        int s0 = Math.max(0, -left);
        int s1 = Math.min(z.s(), z.w() - left);
        FloatVector best = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        FloatVector place = FloatVector.broadcast(S, Math.max(0, -top) * z.s() + s0);
        for (int r = Math.max(0, -top); r < r1; r++) {
            int row = xi + ((top + r) * z.w() + left) * B;
            for (int s = s0; s < s1; s++) {
                FloatVector a = FloatVector.fromArray(S, x, row + s * B);
                VectorMask<Float> larger = a.compare(VectorOperators.GT, best).or(a.test(VectorOperators.IS_NAN));
                best = best.blend(a, larger);
                place = place.blend(r * z.s() + s, larger);
            }
        }
        best.intoArray(y, yi);
        place.intoArray(index, ii);
    }

    private void scatter(int top, int left, int xi, int yi, int ii) {
        int r1 = Math.min(z.r(), z.h() - top);
        int s0 = Math.max(0, -left);
        int s1 = Math.min(z.s(), z.w() - left);
        FloatVector gradient = FloatVector.fromArray(S, y, yi);
        FloatVector place = FloatVector.fromArray(S, index, ii);
        for (int r = Math.max(0, -top); r < r1; r++) {
            int row = xi + ((top + r) * z.w() + left) * B;
            for (int s = s0; s < s1; s++) {
                FloatVector named =
                        FloatVector.zero(S).blend(gradient, place.compare(VectorOperators.EQ, (float) (r * z.s() + s)));
                Lanes.accumulate(named, x, row + s * B);
            }
        }
    }
}
