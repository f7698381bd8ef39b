package janus.kernels.cpu;

import janus.kernels.PoolingSize;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Largest value of each window and its place in the window; a NaN counts as largest. */
record MaxPool(PoolingSize z, float[] x, float[] y, float[] index) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    void plane(int xi, int yi, int ii) {
        for (int p = 0; p < z.p(); p++) {
            for (int q = 0; q < z.q(); q++) {
                for (int v = 0; v < B; v += Lanes.COUNT) {
                    int at = (p * z.q() + q) * B + v;
                    window(p * z.stride() - z.pad(), q * z.stride() - z.pad(), xi + v, yi + at, ii + at);
                }
            }
        }
    }

    /** The window whose first pixel, perhaps outside x, is (top, left). */
    private void window(int top, int left, int xi, int yi, int ii) {
        int r0 = Math.max(0, -top);
        int s0 = Math.max(0, -left);
        int r1 = Math.min(z.r(), z.h() - top);
        int s1 = Math.min(z.s(), z.w() - left);
        FloatVector best = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        FloatVector place = FloatVector.broadcast(S, r0 * z.s() + s0);
        for (int r = r0; r < r1; r++) {
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
}
