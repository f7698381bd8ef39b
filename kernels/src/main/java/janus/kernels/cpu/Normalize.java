package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * y = max(a·(x − mean) + b + residual, floor) over strips of pixels, where floor is 0 or −∞ and NaN stays NaN. Mean, a
 * and b are padded to whole blocks by zeros, which keeps padding lanes 0.
 */
record Normalize(
        float floor,
        float[] mean,
        float[] a,
        float[] b,
        CpuBuffer x,
        @Nullable CpuBuffer residual,
        CpuBuffer y) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    void run(int block, int from, int pixels) {
        for (int v = 0; v < B; v += Lanes.COUNT) {
            if (residual == null) {
                plain(block * B + v, from + v, pixels);
            } else {
                adding(residual, block * B + v, from + v, pixels);
            }
        }
    }

    private void plain(int channel, int from, int pixels) {
        FloatVector m = FloatVector.fromArray(S, mean, channel);
        FloatVector factor = FloatVector.fromArray(S, a, channel);
        FloatVector shift = FloatVector.fromArray(S, b, channel);
        float[] source = x.array();
        float[] target = y.array();
        int xi = x.offset() + from;
        int yi = y.offset() + from;
        for (int i = 0; i < pixels * B; i += B) {
            FloatVector t =
                    FloatVector.fromArray(S, source, xi + i).sub(m).mul(factor).add(shift);
            t.blend(floor, t.compare(VectorOperators.LT, floor)).intoArray(target, yi + i);
        }
    }

    private void adding(CpuBuffer residual, int channel, int from, int pixels) {
        FloatVector m = FloatVector.fromArray(S, mean, channel);
        FloatVector factor = FloatVector.fromArray(S, a, channel);
        FloatVector shift = FloatVector.fromArray(S, b, channel);
        float[] source = x.array();
        float[] addend = residual.array();
        float[] target = y.array();
        int xi = x.offset() + from;
        int ri = residual.offset() + from;
        int yi = y.offset() + from;
        for (int i = 0; i < pixels * B; i += B) {
            FloatVector t =
                    FloatVector.fromArray(S, source, xi + i).sub(m).mul(factor).add(shift);
            t = t.add(FloatVector.fromArray(S, addend, ri + i));
            t.blend(floor, t.compare(VectorOperators.LT, floor)).intoArray(target, yi + i);
        }
    }
}
