package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 8 rows of a filter × 2 vectors of output channels. Written by StripTileGenerator. */
final class StripTile8 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private StripTile8() {}

    /**
     * Adds a strip's x from {@code x0} on times its dy from {@code y0} and {@code y1} on to the sums whose rows
     * are {@code to0} and {@code to1} from the places of its rows from {@code at} on.
     */
    static void run(GradientStrip z, int at, int x0, int y0, int y1, int to0, int to1) {
        float[] x = z.x;
        float[] dy = z.dy;
        float[] sums = z.sums;
        int apart = z.apart;
        int end = z.pixels * 16;
        int s0 = z.places[at + 0];
        int s1 = z.places[at + 1];
        int s2 = z.places[at + 2];
        int s3 = z.places[at + 3];
        int s4 = z.places[at + 4];
        int s5 = z.places[at + 5];
        int s6 = z.places[at + 6];
        int s7 = z.places[at + 7];
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
        if (z.adds) {
            a0 = FloatVector.fromArray(S, sums, to0 + s0);
            b0 = FloatVector.fromArray(S, sums, to1 + s0);
            a1 = FloatVector.fromArray(S, sums, to0 + s1);
            b1 = FloatVector.fromArray(S, sums, to1 + s1);
            a2 = FloatVector.fromArray(S, sums, to0 + s2);
            b2 = FloatVector.fromArray(S, sums, to1 + s2);
            a3 = FloatVector.fromArray(S, sums, to0 + s3);
            b3 = FloatVector.fromArray(S, sums, to1 + s3);
            a4 = FloatVector.fromArray(S, sums, to0 + s4);
            b4 = FloatVector.fromArray(S, sums, to1 + s4);
            a5 = FloatVector.fromArray(S, sums, to0 + s5);
            b5 = FloatVector.fromArray(S, sums, to1 + s5);
            a6 = FloatVector.fromArray(S, sums, to0 + s6);
            b6 = FloatVector.fromArray(S, sums, to1 + s6);
            a7 = FloatVector.fromArray(S, sums, to0 + s7);
            b7 = FloatVector.fromArray(S, sums, to1 + s7);
        }
        for (int o = x0, v = 0; v < end; o += apart, v += 16) {
            FloatVector p = FloatVector.fromArray(S, dy, y0 + v);
            FloatVector q = FloatVector.fromArray(S, dy, y1 + v);
            FloatVector c0 = FloatVector.broadcast(S, x[o + 0]);
            a0 = Lanes.multiplyAdd(c0, p, a0);
            b0 = Lanes.multiplyAdd(c0, q, b0);
            FloatVector c1 = FloatVector.broadcast(S, x[o + 1]);
            a1 = Lanes.multiplyAdd(c1, p, a1);
            b1 = Lanes.multiplyAdd(c1, q, b1);
            FloatVector c2 = FloatVector.broadcast(S, x[o + 2]);
            a2 = Lanes.multiplyAdd(c2, p, a2);
            b2 = Lanes.multiplyAdd(c2, q, b2);
            FloatVector c3 = FloatVector.broadcast(S, x[o + 3]);
            a3 = Lanes.multiplyAdd(c3, p, a3);
            b3 = Lanes.multiplyAdd(c3, q, b3);
            FloatVector c4 = FloatVector.broadcast(S, x[o + 4]);
            a4 = Lanes.multiplyAdd(c4, p, a4);
            b4 = Lanes.multiplyAdd(c4, q, b4);
            FloatVector c5 = FloatVector.broadcast(S, x[o + 5]);
            a5 = Lanes.multiplyAdd(c5, p, a5);
            b5 = Lanes.multiplyAdd(c5, q, b5);
            FloatVector c6 = FloatVector.broadcast(S, x[o + 6]);
            a6 = Lanes.multiplyAdd(c6, p, a6);
            b6 = Lanes.multiplyAdd(c6, q, b6);
            FloatVector c7 = FloatVector.broadcast(S, x[o + 7]);
            a7 = Lanes.multiplyAdd(c7, p, a7);
            b7 = Lanes.multiplyAdd(c7, q, b7);
        }
        a0.intoArray(sums, to0 + s0);
        b0.intoArray(sums, to1 + s0);
        a1.intoArray(sums, to0 + s1);
        b1.intoArray(sums, to1 + s1);
        a2.intoArray(sums, to0 + s2);
        b2.intoArray(sums, to1 + s2);
        a3.intoArray(sums, to0 + s3);
        b3.intoArray(sums, to1 + s3);
        a4.intoArray(sums, to0 + s4);
        b4.intoArray(sums, to1 + s4);
        a5.intoArray(sums, to0 + s5);
        b5.intoArray(sums, to1 + s5);
        a6.intoArray(sums, to0 + s6);
        b6.intoArray(sums, to1 + s6);
        a7.intoArray(sums, to0 + s7);
        b7.intoArray(sums, to1 + s7);
    }
}
