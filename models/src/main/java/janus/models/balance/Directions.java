package janus.models.balance;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The gradients that are not 0, as norms and cosines: solvers work on unit gradients, so tasks may differ in scale by
 * any factor. Eigenvalues of {@code cosines} are at least {@link #RESOLUTION}, smaller ones raised to it, which makes
 * every problem posed on them strictly convex.
 *
 * @param tasks how many there are, those without a gradient counted
 * @param active which of them have one
 */
record Directions(int tasks, int[] active, double[] norms, double[][] cosines) {
    /** Below the rounding of float32 gradients, 6e-8: cosines nearer to ±1 cannot be told from it. */
    static final double RESOLUTION = 1e-8;

    static Directions of(double[][] gram) {
        int[] active =
                IntStream.range(0, gram.length).filter(i -> gram[i][i] > 0).toArray();
        int k = active.length;
        double[] norms =
                Arrays.stream(active).mapToDouble(i -> Math.sqrt(gram[i][i])).toArray();
        double[][] cosines = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < i; j++) {
                double cosine = gram[active[i]][active[j]] / norms[i] / norms[j];
                cosines[i][j] = Math.clamp(cosine, -1, 1);
                cosines[j][i] = cosines[i][j];
            }
            cosines[i][i] = 1;
        }
        return new Directions(gram.length, active, norms, resolved(cosines));
    }

    private static double[][] resolved(double[][] cosines) {
        double[][] shifted = Arrays.stream(cosines).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < shifted.length; i++) {
            shifted[i][i] -= RESOLUTION;
        }
        if (Cholesky.of(shifted) != null) {
            return cosines;
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(cosines, false));
        double[] values = eigen.getRealEigenvalues();
        double[][] raised = new double[cosines.length][cosines.length];
        for (int k = 0; k < values.length; k++) {
            double[] v = eigen.getEigenvector(k).toArray();
            double value = Math.max(values[k], RESOLUTION);
            for (int i = 0; i < v.length; i++) {
                for (int j = 0; j < v.length; j++) {
                    raised[i][j] += value * v[i] * v[j];
                }
            }
        }
        return raised;
    }

    int count() {
        return active.length;
    }

    /** The factors w of the losses with Σ wᵢgᵢ = Σ xᵢuᵢ, and {@code idle} of those without a gradient. */
    double[] weights(double[] x, double idle) {
        double[] weights = new double[tasks];
        Arrays.fill(weights, idle);
        for (int i = 0; i < active.length; i++) {
            weights[active[i]] = x[i] / norms[i];
        }
        return weights;
    }

    /** C·x: the projections of Σ xᵢuᵢ on each unit gradient. */
    double[] projections(double[] x) {
        return Arrays.stream(cosines).mapToDouble(row -> dot(row, x)).toArray();
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
