package janus.models.report;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Least squares with an L2 penalty: W = argmin |Y − XW|² + n·λ·|W|², from sums over rows, so that two parts of the
 * rows can be solved apart and together. The first feature is the constant 1 and is not penalised. Features should
 * have comparable spread.
 */
final class Ridge {
    private static final int BLOCK = 4;
    private final int features;
    private final int outputs;
    private final double[][] gram;
    private final double[][] moments;
    private long rows;

    Ridge(int features, int outputs) {
        this.features = features;
        this.outputs = outputs;
        gram = new double[features][features];
        moments = new double[features][outputs];
    }

    /** Adds rows {@code from} to {@code to} of x [n][features] and y [n][outputs] to the sums. */
    void add(float[][] x, float[][] y, int from, int to) {
        float[] zeros = new float[features];
        float[] none = new float[outputs];
        for (int i = from; i < to; i += BLOCK) {
            float[][] xs = new float[BLOCK][];
            float[][] ys = new float[BLOCK][];
            for (int b = 0; b < BLOCK; b++) {
                xs[b] = i + b < to ? x[i + b] : zeros;
                ys[b] = i + b < to ? y[i + b] : none;
            }
            for (int j = 0; j < features; j++) {
                accumulate(xs, xs, j, j, gram[j]);
                accumulate(xs, ys, j, 0, moments[j]);
            }
        }
        rows += to - from;
    }

    // four rows a turn: the sums pass through memory a quarter as often
    private static void accumulate(float[][] xs, float[][] vs, int j, int from, double[] sums) {
        double a = xs[0][j], b = xs[1][j], c = xs[2][j], d = xs[3][j];
        float[] p = vs[0], q = vs[1], r = vs[2], s = vs[3];
        for (int k = from; k < sums.length; k++) {
            sums[k] += a * p[k] + b * q[k] + c * r[k] + d * s[k];
        }
    }

    /** Adds the sums of {@code other}. */
    void add(Ridge other) {
        for (int j = 0; j < features; j++) {
            for (int k = j; k < features; k++) {
                gram[j][k] += other.gram[j][k];
            }
            for (int k = 0; k < outputs; k++) {
                moments[j][k] += other.moments[j][k];
            }
        }
        rows += other.rows;
    }

    /** W [features][outputs] for a penalty λ &gt; 0. */
    double[][] solve(double lambda) {
        double[][] system = new double[features][features];
        for (int j = 0; j < features; j++) {
            for (int k = j; k < features; k++) {
                system[j][k] = gram[j][k];
                system[k][j] = gram[j][k];
            }
            // a trace of the penalty keeps the constant positive definite beside collinear pixels
            system[j][j] += rows * lambda * (j == 0 ? 1e-9 : 1);
        }
        RealMatrix solution = new CholeskyDecomposition(new Array2DRowRealMatrix(system, false), 1e-6, 0)
                .getSolver()
                .solve(new Array2DRowRealMatrix(moments, false));
        return solution.getData();
    }

    /** x·W for each row, flattened [n][outputs]. */
    static float[] predict(float[][] x, double[][] w) {
        int outputs = w[0].length;
        float[] y = new float[x.length * outputs];
        double[] sums = new double[outputs];
        for (int i = 0; i < x.length; i++) {
            Arrays.fill(sums, 0);
            for (int j = 0; j < w.length; j++) {
                double xj = x[i][j];
                for (int k = 0; k < outputs; k++) {
                    sums[k] += xj * w[j][k];
                }
            }
            for (int k = 0; k < outputs; k++) {
                y[i * outputs + k] = (float) sums[k];
            }
        }
        return y;
    }
}
