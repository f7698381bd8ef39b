package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 6 windows × 2 vectors of output channels. Written by WindowTileGenerator. */
final class WindowTile6 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int LANES = S.length();

    private WindowTile6() {}

    /** Sums of windows {@code from}… by the filter at {@code block}, to {@code y0} and {@code y1} + out. */
    static void run(Sweep z, int from, int depth, int block, int y0, int y1) {
        float[] x = z.x;
        float[] w = z.w;
        float[] y = z.y;
        int[] in = z.in;
        int[] out = z.out;
        int x0 = in[from + 0];
        int x1 = in[from + 1];
        int x2 = in[from + 2];
        int x3 = in[from + 3];
        int x4 = in[from + 4];
        int x5 = in[from + 5];
        FloatVector zero = FloatVector.zero(S);
        FloatVector a0 = zero;
        FloatVector b0 = zero;
        FloatVector a1 = zero;
        FloatVector b1 = zero;
        FloatVector a2 = zero;
        FloatVector b2 = zero;
        FloatVector a3 = zero;
        FloatVector b3 = zero;
        FloatVector a4 = zero;
        FloatVector b4 = zero;
        FloatVector a5 = zero;
        FloatVector b5 = zero;
        if (z.adds) {
            a0 = FloatVector.fromArray(S, y, y0 + out[from + 0]);
            b0 = FloatVector.fromArray(S, y, y1 + out[from + 0]);
            a1 = FloatVector.fromArray(S, y, y0 + out[from + 1]);
            b1 = FloatVector.fromArray(S, y, y1 + out[from + 1]);
            a2 = FloatVector.fromArray(S, y, y0 + out[from + 2]);
            b2 = FloatVector.fromArray(S, y, y1 + out[from + 2]);
            a3 = FloatVector.fromArray(S, y, y0 + out[from + 3]);
            b3 = FloatVector.fromArray(S, y, y1 + out[from + 3]);
            a4 = FloatVector.fromArray(S, y, y0 + out[from + 4]);
            b4 = FloatVector.fromArray(S, y, y1 + out[from + 4]);
            a5 = FloatVector.fromArray(S, y, y0 + out[from + 5]);
            b5 = FloatVector.fromArray(S, y, y1 + out[from + 5]);
        }
        for (int j = 0, v = block; j < depth; j++, v += 32) {
            FloatVector p = FloatVector.fromArray(S, w, v);
            FloatVector q = FloatVector.fromArray(S, w, v + LANES);
            FloatVector c0 = FloatVector.broadcast(S, x[x0 + j]);
            a0 = Lanes.multiplyAdd(c0, p, a0);
            b0 = Lanes.multiplyAdd(c0, q, b0);
            FloatVector c1 = FloatVector.broadcast(S, x[x1 + j]);
            a1 = Lanes.multiplyAdd(c1, p, a1);
            b1 = Lanes.multiplyAdd(c1, q, b1);
            FloatVector c2 = FloatVector.broadcast(S, x[x2 + j]);
            a2 = Lanes.multiplyAdd(c2, p, a2);
            b2 = Lanes.multiplyAdd(c2, q, b2);
            FloatVector c3 = FloatVector.broadcast(S, x[x3 + j]);
            a3 = Lanes.multiplyAdd(c3, p, a3);
            b3 = Lanes.multiplyAdd(c3, q, b3);
            FloatVector c4 = FloatVector.broadcast(S, x[x4 + j]);
            a4 = Lanes.multiplyAdd(c4, p, a4);
            b4 = Lanes.multiplyAdd(c4, q, b4);
            FloatVector c5 = FloatVector.broadcast(S, x[x5 + j]);
            a5 = Lanes.multiplyAdd(c5, p, a5);
            b5 = Lanes.multiplyAdd(c5, q, b5);
        }
        b0.intoArray(y, y1 + out[from + 0]);
        a0.intoArray(y, y0 + out[from + 0]);
        b1.intoArray(y, y1 + out[from + 1]);
        a1.intoArray(y, y0 + out[from + 1]);
        b2.intoArray(y, y1 + out[from + 2]);
        a2.intoArray(y, y0 + out[from + 2]);
        b3.intoArray(y, y1 + out[from + 3]);
        a3.intoArray(y, y0 + out[from + 3]);
        b4.intoArray(y, y1 + out[from + 4]);
        a4.intoArray(y, y0 + out[from + 4]);
        b5.intoArray(y, y1 + out[from + 5]);
        a5.intoArray(y, y0 + out[from + 5]);
    }
}
