package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * y = max(scale·(x − mean) + β + residual, floor) over runs of pixels, where floor is 0 or −∞ and NaN stays NaN.
 * {@code rows} are those of {@link Coefficients}; {@code at} is where a block's begin.
 */
record Normalize(float floor, float[] rows) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    static float floor(boolean relu) {
        return relu ? 0 : Float.NEGATIVE_INFINITY;
    }

    void plain(int at, float[] x, int xi, float[] y, int yi, int pixels) {
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector mean = FloatVector.fromArray(S, rows, at + Coefficients.MEAN + v);
            FloatVector scale = FloatVector.fromArray(S, rows, at + Coefficients.SCALE + v);
            FloatVector beta = FloatVector.fromArray(S, rows, at + Coefficients.BETA + v);
            for (int i = v; i < pixels * B; i += B) {
                FloatVector t =
                        FloatVector.fromArray(S, x, xi + i).sub(mean).mul(scale).add(beta);
                t.blend(floor, t.compare(VectorOperators.LT, floor)).intoArray(y, yi + i);
            }
        }
    }

    void adding(int at, float[] x, int xi, float[] residual, int ri, float[] y, int yi, int pixels) {
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector mean = FloatVector.fromArray(S, rows, at + Coefficients.MEAN + v);
            FloatVector scale = FloatVector.fromArray(S, rows, at + Coefficients.SCALE + v);
            FloatVector beta = FloatVector.fromArray(S, rows, at + Coefficients.BETA + v);
            for (int i = v; i < pixels * B; i += B) {
                FloatVector t =
                        FloatVector.fromArray(S, x, xi + i).sub(mean).mul(scale).add(beta);
                t = t.add(FloatVector.fromArray(S, residual, ri + i));
                t.blend(floor, t.compare(VectorOperators.LT, floor)).intoArray(y, yi + i);
            }
        }
    }
}
