package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** y = x + bias over strips of pixels; bias is padded to whole blocks. */
record ChannelBias(float[] bias, CpuBuffer x, CpuBuffer y) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    void run(int block, int from, int pixels) {
        float[] source = x.array();
        float[] target = y.array();
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector b = FloatVector.fromArray(S, bias, block * B + v);
            int xi = x.offset() + from + v;
            int yi = y.offset() + from + v;
            for (int i = 0; i < pixels * B; i += B) {
                FloatVector.fromArray(S, source, xi + i).add(b).intoArray(target, yi + i);
            }
        }
    }
}
