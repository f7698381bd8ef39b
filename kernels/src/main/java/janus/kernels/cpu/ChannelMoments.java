package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Σ(x − shift) and Σ(x − shift)² by channel. A strip's sums are 32 numbers: the first of 16 channels, then the second.
 * Two accumulators of each hide the adder's latency behind the loads.
 */
record ChannelMoments(CpuBuffer x) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;
    /** Numbers a strip sums into. */
    static final int SUMS = 2 * B;

    /** Adds those of a run of pixels to {@code sums} from {@code at} on; its shifts lie from {@code shiftAt} on. */
    void run(float[] shift, int shiftAt, int from, int pixels, float[] sums, int at) {
        float[] source = x.array();
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector m = FloatVector.fromArray(S, shift, shiftAt + v);
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector q0 = s0;
            FloatVector q1 = s0;
            int i = x.offset() + from + v;
            int end = i + pixels * B;
            for (; i < end - B; i += 2 * B) {
                FloatVector a = FloatVector.fromArray(S, source, i).sub(m);
                FloatVector b = FloatVector.fromArray(S, source, i + B).sub(m);
                s0 = s0.add(a);
                s1 = s1.add(b);
                q0 = q0.add(a.mul(a));
                q1 = q1.add(b.mul(b));
            }
            if (i < end) {
                FloatVector a = FloatVector.fromArray(S, source, i).sub(m);
                s0 = s0.add(a);
                q0 = q0.add(a.mul(a));
            }
            Lanes.accumulate(s0.add(s1), sums, at + v);
            Lanes.accumulate(q0.add(q1), sums, at + B + v);
        }
    }
}
