package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A map of 2 × 2 outputs × 2 vectors of output channels. Written by MapTileGenerator. */
final class MapTile2 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int LANES = S.length();

    private MapTile2() {}

    /** Adds the inputs from {@code x0} on by the taps from {@code w0} on to the sums of each vector. */
    static void run(PixelMaps z, int x0, int w0, int y0, int y1) {
        float[] x = z.x;
        float[] w = z.w;
        float[] y = z.y;
        int blocks = z.blocks;
        int plane = z.plane;
        FloatVector a0 = FloatVector.fromArray(S, y, y0 + 0);
        FloatVector b0 = FloatVector.fromArray(S, y, y1 + 0);
        FloatVector a1 = FloatVector.fromArray(S, y, y0 + 16);
        FloatVector b1 = FloatVector.fromArray(S, y, y1 + 16);
        FloatVector a2 = FloatVector.fromArray(S, y, y0 + 32);
        FloatVector b2 = FloatVector.fromArray(S, y, y1 + 32);
        FloatVector a3 = FloatVector.fromArray(S, y, y0 + 48);
        FloatVector b3 = FloatVector.fromArray(S, y, y1 + 48);
        for (int block = 0; block < blocks; block++) {
            int u = x0 + block * plane;
            int v = w0 + block * 4608;
            for (int c = 0; c < 16; c++) {
                int i = u + c;
                int j = v + c * 32;
                FloatVector c0 = FloatVector.broadcast(S, x[i + 0]);
                FloatVector p0 = FloatVector.fromArray(S, w, j + 0);
                a3 = c0.fma(p0, a3);
                FloatVector q0 = FloatVector.fromArray(S, w, j + 0 + LANES);
                b3 = c0.fma(q0, b3);
                FloatVector p1 = FloatVector.fromArray(S, w, j + 512);
                a2 = c0.fma(p1, a2);
                FloatVector q1 = FloatVector.fromArray(S, w, j + 512 + LANES);
                b2 = c0.fma(q1, b2);
                FloatVector c1 = FloatVector.broadcast(S, x[i + 16]);
                a3 = c1.fma(p1, a3);
                b3 = c1.fma(q1, b3);
                FloatVector p2 = FloatVector.fromArray(S, w, j + 1024);
                a2 = c1.fma(p2, a2);
                FloatVector q2 = FloatVector.fromArray(S, w, j + 1024 + LANES);
                b2 = c1.fma(q2, b2);
                FloatVector p3 = FloatVector.fromArray(S, w, j + 1536);
                a1 = c0.fma(p3, a1);
                FloatVector q3 = FloatVector.fromArray(S, w, j + 1536 + LANES);
                b1 = c0.fma(q3, b1);
                FloatVector c2 = FloatVector.broadcast(S, x[i + 32]);
                a3 = c2.fma(p3, a3);
                b3 = c2.fma(q3, b3);
                FloatVector p4 = FloatVector.fromArray(S, w, j + 2048);
                a0 = c0.fma(p4, a0);
                FloatVector q4 = FloatVector.fromArray(S, w, j + 2048 + LANES);
                b0 = c0.fma(q4, b0);
                a1 = c1.fma(p4, a1);
                b1 = c1.fma(q4, b1);
                a2 = c2.fma(p4, a2);
                b2 = c2.fma(q4, b2);
                FloatVector c3 = FloatVector.broadcast(S, x[i + 48]);
                a3 = c3.fma(p4, a3);
                b3 = c3.fma(q4, b3);
                FloatVector p5 = FloatVector.fromArray(S, w, j + 2560);
                a0 = c1.fma(p5, a0);
                FloatVector q5 = FloatVector.fromArray(S, w, j + 2560 + LANES);
                b0 = c1.fma(q5, b0);
                a2 = c3.fma(p5, a2);
                b2 = c3.fma(q5, b2);
                FloatVector p6 = FloatVector.fromArray(S, w, j + 3072);
                a1 = c2.fma(p6, a1);
                FloatVector q6 = FloatVector.fromArray(S, w, j + 3072 + LANES);
                b1 = c2.fma(q6, b1);
                FloatVector p7 = FloatVector.fromArray(S, w, j + 3584);
                a0 = c2.fma(p7, a0);
                FloatVector q7 = FloatVector.fromArray(S, w, j + 3584 + LANES);
                b0 = c2.fma(q7, b0);
                a1 = c3.fma(p7, a1);
                b1 = c3.fma(q7, b1);
                FloatVector p8 = FloatVector.fromArray(S, w, j + 4096);
                a0 = c3.fma(p8, a0);
                FloatVector q8 = FloatVector.fromArray(S, w, j + 4096 + LANES);
                b0 = c3.fma(q8, b0);
            }
        }
        a0.intoArray(y, y0 + 0);
        b0.intoArray(y, y1 + 0);
        a1.intoArray(y, y0 + 16);
        b1.intoArray(y, y1 + 16);
        a2.intoArray(y, y0 + 32);
        b2.intoArray(y, y1 + 32);
        a3.intoArray(y, y0 + 48);
        b3.intoArray(y, y1 + 48);
    }
}
