package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 6 rows × 2 vectors of columns of a matrix product. Written by ProductTileGenerator. */
final class ProductTile6 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int LANES = S.length();

    private ProductTile6() {}

    /** y = x·w, of x the rows from {@code x0} on, of w the columns from {@code w0} on. */
    static void run(Products z, int x0, int w0, int y0) {
        float[] x = z.x;
        float[] w = z.w;
        float[] y = z.y;
        int depth = z.depth;
        int x1 = x0 + z.xRow;
        int x2 = x1 + z.xRow;
        int x3 = x2 + z.xRow;
        int x4 = x3 + z.xRow;
        int x5 = x4 + z.xRow;
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
        for (int j = 0, v = w0; j < depth; j++, v += 32) {
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
        a0.intoArray(y, y0 + 0);
        b0.intoArray(y, y0 + 0 + LANES);
        a1.intoArray(y, y0 + 32);
        b1.intoArray(y, y0 + 32 + LANES);
        a2.intoArray(y, y0 + 64);
        b2.intoArray(y, y0 + 64 + LANES);
        a3.intoArray(y, y0 + 96);
        b3.intoArray(y, y0 + 96 + LANES);
        a4.intoArray(y, y0 + 128);
        b4.intoArray(y, y0 + 128 + LANES);
        a5.intoArray(y, y0 + 160);
        b5.intoArray(y, y0 + 160 + LANES);
    }
}
