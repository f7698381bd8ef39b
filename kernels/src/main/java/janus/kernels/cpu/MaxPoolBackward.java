package janus.kernels.cpu;

import janus.kernels.PoolingSize;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** dx of a pixel: the sum of dy over the windows whose index names it. */
record MaxPoolBackward(PoolingSize z, float[] dy, float[] index, float[] dx) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    void plane(int gi, int ii, int di) {
        for (int h = 0; h < z.h(); h++) {
            for (int w = 0; w < z.w(); w++) {
                for (int v = 0; v < B; v += Lanes.COUNT) {
                    pixel(h + z.pad(), w + z.pad(), gi + v, ii + v, di + (h * z.w() + w) * B + v);
                }
            }
        }
    }

    /** The pixel (h, w), counted from the padding's corner. */
    private void pixel(int h, int w, int gi, int ii, int di) {
        int stride = z.stride();
        int p1 = Math.min(z.p() - 1, h / stride);
        int q1 = Math.min(z.q() - 1, w / stride);
        int q0 = Math.max(0, (w - z.s() + stride) / stride);
        FloatVector sum = FloatVector.zero(S);
        for (int p = Math.max(0, (h - z.r() + stride) / stride); p <= p1; p++) {
            for (int q = q0; q <= q1; q++) {
                int at = (p * z.q() + q) * B;
                float place = (h - p * stride) * z.s() + w - q * stride;
                FloatVector g = FloatVector.fromArray(S, dy, gi + at);
                FloatVector named = FloatVector.fromArray(S, index, ii + at);
                sum = sum.add(g.blend(0f, named.compare(VectorOperators.NE, place)));
            }
        }
        sum.intoArray(dx, di);
    }
}
