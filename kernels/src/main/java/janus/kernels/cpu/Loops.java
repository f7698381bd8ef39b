package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops over contiguous numbers: a range of {@code length} floats of each array, from the index beside the array. */
final class Loops {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.COUNT;

    private Loops() {}

    static void relu(float[] x, int xi, float[] y, int yi, int length) {
        int i = 0;
        for (; i < S.loopBound(length); i += L) {
            FloatVector a = FloatVector.fromArray(S, x, xi + i);
            a.blend(0f, a.compare(VectorOperators.LT, 0f)).intoArray(y, yi + i);
        }
        for (; i < length; i++) { // vector tail
            float a = x[xi + i];
            y[yi + i] = a < 0 ? 0 : a;
        }
    }

    static void reluBackward(float[] y, int yi, float[] dy, int gi, float[] dx, int di, int length) {
        int i = 0;
        for (; i < S.loopBound(length); i += L) {
            FloatVector a = FloatVector.fromArray(S, y, yi + i);
            FloatVector g = FloatVector.fromArray(S, dy, gi + i);
            FloatVector.zero(S).blend(g, a.compare(VectorOperators.GT, 0f)).intoArray(dx, di + i);
        }
        for (; i < length; i++) { // vector tail
            dx[di + i] = y[yi + i] > 0 ? dy[gi + i] : 0;
        }
    }

    static void sigmoid(float[] x, int xi, float[] y, int yi, int length) {
        for (int i = 0; i < length; i++) {
            y[yi + i] = (float) sigmoid(x[xi + i]);
        }
    }

    /** 1/(1 + e^−x); the library's exponential would differ between interpreter and compiler, StrictMath's does not. */
    static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    static void sigmoidBackward(float[] y, int yi, float[] dy, int gi, float[] dx, int di, int length) {
        int i = 0;
        for (; i < S.loopBound(length); i += L) {
            FloatVector a = FloatVector.fromArray(S, y, yi + i);
            FloatVector g = FloatVector.fromArray(S, dy, gi + i);
            g.mul(a).mul(FloatVector.broadcast(S, 1f).sub(a)).intoArray(dx, di + i);
        }
        for (; i < length; i++) { // vector tail
            dx[di + i] = dy[gi + i] * y[yi + i] * (1 - y[yi + i]);
        }
    }

    static void add(float[] a, int ai, float[] b, int bi, float[] y, int yi, int length) {
        int i = 0;
        for (; i < S.loopBound(length); i += L) {
            FloatVector.fromArray(S, a, ai + i)
                    .add(FloatVector.fromArray(S, b, bi + i))
                    .intoArray(y, yi + i);
        }
        for (; i < length; i++) { // vector tail
            y[yi + i] = a[ai + i] + b[bi + i];
        }
    }

    static void subtract(float[] a, int ai, float[] b, int bi, float[] y, int yi, int length) {
        int i = 0;
        for (; i < S.loopBound(length); i += L) {
            FloatVector.fromArray(S, a, ai + i)
                    .sub(FloatVector.fromArray(S, b, bi + i))
                    .intoArray(y, yi + i);
        }
        for (; i < length; i++) { // vector tail
            y[yi + i] = a[ai + i] - b[bi + i];
        }
    }

    static void multiply(float[] a, int ai, float[] b, int bi, float[] y, int yi, int length) {
        int i = 0;
        for (; i < S.loopBound(length); i += L) {
            FloatVector.fromArray(S, a, ai + i)
                    .mul(FloatVector.fromArray(S, b, bi + i))
                    .intoArray(y, yi + i);
        }
        for (; i < length; i++) { // vector tail
            y[yi + i] = a[ai + i] * b[bi + i];
        }
    }

    static void scale(float factor, float[] x, int xi, float[] y, int yi, int length) {
        int i = 0;
        for (; i < S.loopBound(length); i += L) {
            FloatVector.fromArray(S, x, xi + i).mul(factor).intoArray(y, yi + i);
        }
        for (; i < length; i++) { // vector tail
            y[yi + i] = factor * x[xi + i];
        }
    }

    /** y = decay·y + (1 − decay)·x. */
    static void average(float decay, float[] x, int xi, float[] y, int yi, int length) {
        float rest = (float) (1.0 - decay);
        int i = 0;
        for (; i < S.loopBound(length); i += L) {
            FloatVector a = FloatVector.fromArray(S, x, xi + i).mul(rest);
            FloatVector.fromArray(S, y, yi + i).mul(decay).add(a).intoArray(y, yi + i);
        }
        for (; i < length; i++) { // vector tail
            y[yi + i] = y[yi + i] * decay + x[xi + i] * rest;
        }
    }
}
