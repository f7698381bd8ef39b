package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 4 rows × 2 vectors of columns of a sum of outer products. Written by ProductTileGenerator. */
final class OuterTile4 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private OuterTile4() {}

    /** Sums xᵀ·y, of x the columns from {@code x0} on, of y the vectors at {@code y0} and {@code y1}. */
    static void run(OuterProducts z, int x0, int y0, int y1, int to0, int to1) {
        float[] x = z.x;
        float[] y = z.y;
        float[] sums = z.sums;
        int count = z.count;
        FloatVector zero = FloatVector.zero(S);
        FloatVector a0 = zero;
        FloatVector b0 = zero;
        FloatVector a1 = zero;
        FloatVector b1 = zero;
        FloatVector a2 = zero;
        FloatVector b2 = zero;
        FloatVector a3 = zero;
        FloatVector b3 = zero;
        for (int i = 0; i < count; i++) {
            int v = i * 16;
            FloatVector p = FloatVector.fromArray(S, y, y0 + v);
            FloatVector q = FloatVector.fromArray(S, y, y1 + v);
            FloatVector c0 = FloatVector.broadcast(S, x[x0 + v + 0]);
            a0 = Lanes.multiplyAdd(c0, p, a0);
            b0 = Lanes.multiplyAdd(c0, q, b0);
            FloatVector c1 = FloatVector.broadcast(S, x[x0 + v + 1]);
            a1 = Lanes.multiplyAdd(c1, p, a1);
            b1 = Lanes.multiplyAdd(c1, q, b1);
            FloatVector c2 = FloatVector.broadcast(S, x[x0 + v + 2]);
            a2 = Lanes.multiplyAdd(c2, p, a2);
            b2 = Lanes.multiplyAdd(c2, q, b2);
            FloatVector c3 = FloatVector.broadcast(S, x[x0 + v + 3]);
            a3 = Lanes.multiplyAdd(c3, p, a3);
            b3 = Lanes.multiplyAdd(c3, q, b3);
        }
        if (z.adds) {
            a0 = a0.add(FloatVector.fromArray(S, sums, to0 + 0));
            b0 = b0.add(FloatVector.fromArray(S, sums, to1 + 0));
            a1 = a1.add(FloatVector.fromArray(S, sums, to0 + 32));
            b1 = b1.add(FloatVector.fromArray(S, sums, to1 + 32));
            a2 = a2.add(FloatVector.fromArray(S, sums, to0 + 64));
            b2 = b2.add(FloatVector.fromArray(S, sums, to1 + 64));
            a3 = a3.add(FloatVector.fromArray(S, sums, to0 + 96));
            b3 = b3.add(FloatVector.fromArray(S, sums, to1 + 96));
        }
        a0.intoArray(sums, to0 + 0);
        b0.intoArray(sums, to1 + 0);
        a1.intoArray(sums, to0 + 32);
        b1.intoArray(sums, to1 + 32);
        a2.intoArray(sums, to0 + 64);
        b2.intoArray(sums, to1 + 64);
        a3.intoArray(sums, to0 + 96);
        b3.intoArray(sums, to1 + 96);
    }
}
