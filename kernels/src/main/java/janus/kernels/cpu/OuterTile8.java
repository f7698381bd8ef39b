package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 8 rows × 2 vectors of columns of a sum of outer products. Written by ProductTileGenerator. */
final class OuterTile8 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private OuterTile8() {}

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
        FloatVector a4 = zero;
        FloatVector b4 = zero;
        FloatVector a5 = zero;
        FloatVector b5 = zero;
        FloatVector a6 = zero;
        FloatVector b6 = zero;
        FloatVector a7 = zero;
        FloatVector b7 = zero;
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
            FloatVector c4 = FloatVector.broadcast(S, x[x0 + v + 4]);
            a4 = Lanes.multiplyAdd(c4, p, a4);
            b4 = Lanes.multiplyAdd(c4, q, b4);
            FloatVector c5 = FloatVector.broadcast(S, x[x0 + v + 5]);
            a5 = Lanes.multiplyAdd(c5, p, a5);
            b5 = Lanes.multiplyAdd(c5, q, b5);
            FloatVector c6 = FloatVector.broadcast(S, x[x0 + v + 6]);
            a6 = Lanes.multiplyAdd(c6, p, a6);
            b6 = Lanes.multiplyAdd(c6, q, b6);
            FloatVector c7 = FloatVector.broadcast(S, x[x0 + v + 7]);
            a7 = Lanes.multiplyAdd(c7, p, a7);
            b7 = Lanes.multiplyAdd(c7, q, b7);
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
            a4 = a4.add(FloatVector.fromArray(S, sums, to0 + 128));
            b4 = b4.add(FloatVector.fromArray(S, sums, to1 + 128));
            a5 = a5.add(FloatVector.fromArray(S, sums, to0 + 160));
            b5 = b5.add(FloatVector.fromArray(S, sums, to1 + 160));
            a6 = a6.add(FloatVector.fromArray(S, sums, to0 + 192));
            b6 = b6.add(FloatVector.fromArray(S, sums, to1 + 192));
            a7 = a7.add(FloatVector.fromArray(S, sums, to0 + 224));
            b7 = b7.add(FloatVector.fromArray(S, sums, to1 + 224));
        }
        a0.intoArray(sums, to0 + 0);
        b0.intoArray(sums, to1 + 0);
        a1.intoArray(sums, to0 + 32);
        b1.intoArray(sums, to1 + 32);
        a2.intoArray(sums, to0 + 64);
        b2.intoArray(sums, to1 + 64);
        a3.intoArray(sums, to0 + 96);
        b3.intoArray(sums, to1 + 96);
        a4.intoArray(sums, to0 + 128);
        b4.intoArray(sums, to1 + 128);
        a5.intoArray(sums, to0 + 160);
        b5.intoArray(sums, to1 + 160);
        a6.intoArray(sums, to0 + 192);
        b6.intoArray(sums, to1 + 192);
        a7.intoArray(sums, to0 + 224);
        b7.intoArray(sums, to1 + 224);
    }
}
