package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums by channel over a run of pixels. Several accumulators hide the adder's latency behind the loads. */
final class ChannelSums {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    private ChannelSums() {}

    /** Adds Σx to the 16 numbers of {@code sums} from {@code at} on. */
    static void plain(float[] x, int from, int pixels, float[] sums, int at) {
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int i = from + v;
            int end = i + pixels * B;
            for (; i < end - 3 * B; i += 4 * B) {
                s0 = s0.add(FloatVector.fromArray(S, x, i));
                s1 = s1.add(FloatVector.fromArray(S, x, i + B));
                s2 = s2.add(FloatVector.fromArray(S, x, i + 2 * B));
                s3 = s3.add(FloatVector.fromArray(S, x, i + 3 * B));
            }
            for (; i < end; i += B) {
                s0 = s0.add(FloatVector.fromArray(S, x, i));
            }
            Lanes.accumulate(s0.add(s1).add(s2.add(s3)), sums, at + v);
        }
    }

    /** Adds Σ(x − shift) to the 16 numbers from {@code at} on, Σ(x − shift)² to the next 16; the shifts lie before. */
    static void shifted(float[] x, int from, int pixels, float[] sums, int at) {
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector shift = FloatVector.fromArray(S, sums, at - B + v);
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector q0 = s0;
            FloatVector q1 = s0;
            int i = from + v;
            int end = i + pixels * B;
            for (; i < end - B; i += 2 * B) {
                FloatVector a = FloatVector.fromArray(S, x, i).sub(shift);
                FloatVector b = FloatVector.fromArray(S, x, i + B).sub(shift);
                s0 = s0.add(a);
                s1 = s1.add(b);
                q0 = q0.add(a.mul(a));
                q1 = q1.add(b.mul(b));
            }
            if (i < end) {
                FloatVector a = FloatVector.fromArray(S, x, i).sub(shift);
                s0 = s0.add(a);
                q0 = q0.add(a.mul(a));
            }
            Lanes.accumulate(s0.add(s1), sums, at + v);
            Lanes.accumulate(q0.add(q1), sums, at + B + v);
        }
    }
}
