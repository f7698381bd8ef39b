package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A row of 4 outputs × 2 vectors of output channels. Written by RowTileGenerator. */
final class RowTile {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int LANES = S.length();

    private RowTile() {}

    /** Adds rows of inputs from {@code x0} on by rows of taps from {@code w0} on, to {@code y0} and {@code y1}. */
    static void run(PixelMaps z, int rows, int x0, int w0, int y0, int y1) {
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
            for (int row = 0; row < rows; row++) {
                int u = x0 + block * plane + row * 64;
                int v = w0 + block * 4608 + row * 1536;
                for (int c = 0; c < 16; c++) {
                    int j = v + c * 32;
                    FloatVector c0 = FloatVector.broadcast(S, x[u + c + 0]);
                    FloatVector c1 = FloatVector.broadcast(S, x[u + c + 16]);
                    FloatVector c2 = FloatVector.broadcast(S, x[u + c + 32]);
                    FloatVector c3 = FloatVector.broadcast(S, x[u + c + 48]);
                    FloatVector p0 = FloatVector.fromArray(S, w, j + 0);
                    FloatVector q0 = FloatVector.fromArray(S, w, j + 0 + LANES);
                    a1 = Lanes.multiplyAdd(c0, p0, a1);
                    b1 = Lanes.multiplyAdd(c0, q0, b1);
                    a2 = Lanes.multiplyAdd(c1, p0, a2);
                    b2 = Lanes.multiplyAdd(c1, q0, b2);
                    a3 = Lanes.multiplyAdd(c2, p0, a3);
                    b3 = Lanes.multiplyAdd(c2, q0, b3);
                    FloatVector p1 = FloatVector.fromArray(S, w, j + 512);
                    FloatVector q1 = FloatVector.fromArray(S, w, j + 512 + LANES);
                    a0 = Lanes.multiplyAdd(c0, p1, a0);
                    b0 = Lanes.multiplyAdd(c0, q1, b0);
                    a1 = Lanes.multiplyAdd(c1, p1, a1);
                    b1 = Lanes.multiplyAdd(c1, q1, b1);
                    a2 = Lanes.multiplyAdd(c2, p1, a2);
                    b2 = Lanes.multiplyAdd(c2, q1, b2);
                    a3 = Lanes.multiplyAdd(c3, p1, a3);
                    b3 = Lanes.multiplyAdd(c3, q1, b3);
                    FloatVector p2 = FloatVector.fromArray(S, w, j + 1024);
                    FloatVector q2 = FloatVector.fromArray(S, w, j + 1024 + LANES);
                    a0 = Lanes.multiplyAdd(c1, p2, a0);
                    b0 = Lanes.multiplyAdd(c1, q2, b0);
                    a1 = Lanes.multiplyAdd(c2, p2, a1);
                    b1 = Lanes.multiplyAdd(c2, q2, b1);
                    a2 = Lanes.multiplyAdd(c3, p2, a2);
                    b2 = Lanes.multiplyAdd(c3, q2, b2);
                }
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
