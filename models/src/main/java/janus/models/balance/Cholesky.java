package janus.models.balance;

import org.jspecify.annotations.Nullable;

/** A = LLᵀ of a symmetric positive definite matrix. */
record Cholesky(double[][] lower) {
    /** Null if A is not positive definite, or not in float64. */
    static @Nullable Cholesky of(double[][] a) {
        double[][] lower = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                if (i > j) {
                    lower[i][j] = sum / lower[j][j];
                } else if (sum > 0) {
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    return null;
                }
            }
        }
        return new Cholesky(lower);
    }

    /** A⁻¹b, for an A known to be positive definite. */
    static double[] solve(double[][] a, double[] b) {
        Cholesky factor = of(a);
        if (factor == null) {
            throw new IllegalArgumentException("not positive definite, of order " + a.length);
        }
        return factor.solve(b);
    }

    private double[] solve(double[] b) {
        double[] x = b.clone();
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = x.length - 1; i >= 0; i--) {
            for (int k = i + 1; k < x.length; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }
}
