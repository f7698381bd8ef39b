package janus.kernels.cpu;

import janus.kernels.PoolingSize;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Mean of each window, padding counted as zeros, and its adjoint. */
record AveragePool(PoolingSize z) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    void plane(float[] x, int xi, float[] y, int yi) {
        for (int p = 0; p < z.p(); p++) {
            int h = p * z.stride() - z.pad();
            int h1 = Math.min(z.h(), h + z.r());
            for (int q = 0; q < z.q(); q++) {
                int w = q * z.stride() - z.pad();
                int w1 = Math.min(z.w(), w + z.s());
                mean(Math.max(0, h), h1, Math.max(0, w), w1, z.w(), x, xi, y, yi + (p * z.q() + q) * B);
            }
        }
    }

    void planeBackward(float[] dy, int gi, float[] dx, int di) {
        int stride = z.stride();
        for (int h = 0; h < z.h(); h++) {
            int p0 = Math.max(0, (h + z.pad() - z.r() + stride) / stride);
            int p1 = Math.min(z.p(), (h + z.pad()) / stride + 1);
            for (int w = 0; w < z.w(); w++) {
                int q0 = Math.max(0, (w + z.pad() - z.s() + stride) / stride);
                int q1 = Math.min(z.q(), (w + z.pad()) / stride + 1);
                mean(p0, p1, q0, q1, z.q(), dy, gi, dx, di + (h * z.w() + w) * B);
            }
        }
    }

    /** y = Σ of the rectangle of pixels, divided by the size of a window. */
    private void mean(int h0, int h1, int w0, int w1, int width, float[] x, int xi, float[] y, int yi) {
        float share = 1f / (z.r() * z.s());
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector sum = FloatVector.zero(S);
            for (int h = h0; h < h1; h++) {
                for (int w = w0; w < w1; w++) {
                    sum = sum.add(FloatVector.fromArray(S, x, xi + (h * width + w) * B + v));
                }
            }
            sum.mul(share).intoArray(y, yi + v);
        }
    }

    /** y = the 16 shares from {@code at} on in each of {@code pixels} pixels. */
    static void spread(float[] shares, int at, int pixels, float[] y, int yi) {
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector share = FloatVector.fromArray(S, shares, at + v);
            for (int i = yi + v; i < yi + pixels * B; i += B) {
                share.intoArray(y, i);
            }
        }
    }
}
