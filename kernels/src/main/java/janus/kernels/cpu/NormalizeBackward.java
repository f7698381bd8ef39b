package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The two passes of batch normalization's adjoint over strips of pixels, with g = dy where y &gt; floor, else 0.
 * Without activation y is x and floor −∞: everything passes.
 */
record NormalizeBackward(float floor, float[] mean, CpuBuffer dy, CpuBuffer y, CpuBuffer x) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    /** Adds Σg to 16 sums from {@code at} on, Σg·(x − mean) to the next 16. */
    void sums(int block, int from, int pixels, float[] sums, int at) {
        float[] source = x.array();
        int gi = dy.offset() - x.offset();
        int yi = y.offset() - x.offset();
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector m = FloatVector.fromArray(S, mean, block * B + v);
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector q0 = s0;
            FloatVector q1 = s0;
            int i = x.offset() + from + v;
            int end = i + pixels * B;
            for (; i < end - B; i += 2 * B) {
                FloatVector a = gradient(gi + i, yi + i);
                FloatVector b = gradient(gi + i + B, yi + i + B);
                s0 = s0.add(a);
                s1 = s1.add(b);
                q0 = q0.add(a.mul(FloatVector.fromArray(S, source, i).sub(m)));
                q1 = q1.add(b.mul(FloatVector.fromArray(S, source, i + B).sub(m)));
            }
            if (i < end) {
                FloatVector a = gradient(gi + i, yi + i);
                s0 = s0.add(a);
                q0 = q0.add(a.mul(FloatVector.fromArray(S, source, i).sub(m)));
            }
            Lanes.accumulate(s0.add(s1), sums, at + v);
            Lanes.accumulate(q0.add(q1), sums, at + B + v);
        }
    }

    /** dx = a·(g − g0 − (x − mean)·g1), with a, g0 and g1 by channel. */
    void gradient(float[] a, float[] g0, float[] g1, int block, int from, int pixels, CpuBuffer dx) {
        float[] source = x.array();
        float[] target = dx.array();
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector m = FloatVector.fromArray(S, mean, block * B + v);
            FloatVector factor = FloatVector.fromArray(S, a, block * B + v);
            FloatVector c0 = FloatVector.fromArray(S, g0, block * B + v);
            FloatVector c1 = FloatVector.fromArray(S, g1, block * B + v);
            for (int i = from + v; i < from + pixels * B; i += B) {
                FloatVector d = FloatVector.fromArray(S, source, x.offset() + i).sub(m);
                FloatVector g = gradient(dy.offset() + i, y.offset() + i);
                g.sub(c0).sub(d.mul(c1)).mul(factor).intoArray(target, dx.offset() + i);
            }
        }
    }

    /** dresidual = g; may be dy. */
    void pass(boolean relu, int from, int pixels, CpuBuffer dresidual) {
        int gi = dy.offset() + from;
        int di = dresidual.offset() + from;
        if (relu) {
            Maps.reluBackward(y.array(), y.offset() + from, dy.array(), gi, dresidual.array(), di, pixels * B);
        } else {
            System.arraycopy(dy.array(), gi, dresidual.array(), di, pixels * B);
        }
    }

    private FloatVector gradient(int gi, int yi) {
        FloatVector g = FloatVector.fromArray(S, dy.array(), gi);
        return FloatVector.zero(S)
                .blend(g, FloatVector.fromArray(S, y.array(), yi).compare(VectorOperators.GT, floor));
    }
}
