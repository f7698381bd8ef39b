package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * w = √λ·V·Λ^(−½)·Vᵀ·1, G = VΛVᵀ: the gradients' principal components all get the length √λ of the shortest (Senushkin
 * et al., Aligned-MTL, 2023). Components are left out where the combination cancels to less than {@link #CANCELLED} of
 * its terms, and below 10⁻¹³ of the largest eigenvalue, which float64 does not resolve; with them gradients of 0.
 */
record AlignedMtl() implements DirectionWeighting {
    /** Squared norm of a combination over that of its terms; rounding of float32 gradients leaves 10⁻⁷ at most. */
    private static final double CANCELLED = 1e-7;

    private static final double UNRESOLVED = 1e-13;

    @Override
    public double[] coefficients(Directions directions, Draws draws) {
        int k = directions.count();
        double largest = Arrays.stream(directions.norms()).max().orElseThrow();
        double[] norms =
                Arrays.stream(directions.norms()).map(norm -> norm / largest).toArray();
        EigenDecomposition eigen = new EigenDecomposition(gram(directions.cosines(), norms));
        double[] values = eigen.getRealEigenvalues();
        double floor = UNRESOLVED * Arrays.stream(values).max().orElseThrow();
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < k; i++) {
            values[i] = values[i] > Math.max(floor, cancelled(eigen, i, norms)) ? values[i] : 0;
            shortest = values[i] > 0 ? Math.min(shortest, values[i]) : shortest;
        }
        double[] x = new double[k];
        for (int i = 0; i < k; i++) {
            if (values[i] > 0) {
                double[] v = eigen.getEigenvector(i).toArray();
                double factor =
                        Math.sqrt(shortest / values[i]) * Arrays.stream(v).sum();
                for (int j = 0; j < k; j++) {
                    x[j] += factor * v[j] * directions.norms()[j];
                }
            }
        }
        return x;
    }

    private static RealMatrix gram(double[][] cosines, double[] norms) {
        double[][] gram = new double[norms.length][norms.length];
        for (int i = 0; i < norms.length; i++) {
            for (int j = 0; j < norms.length; j++) {
                gram[i][j] = cosines[i][j] * norms[i] * norms[j];
            }
        }
        return new Array2DRowRealMatrix(gram, false);
    }

    /** Up to which eigenvalue the i-th combination of the gradients is what rounding leaves of them. */
    private static double cancelled(EigenDecomposition eigen, int i, double[] norms) {
        double sum = 0;
        for (int j = 0; j < norms.length; j++) {
            double term = eigen.getEigenvector(i).getEntry(j) * norms[j];
            sum += term * term;
        }
        return CANCELLED * sum;
    }
}
