package janus.models.balance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** argmin ½zᵀCz − bᵀz over z ≥ 0, C positive definite, by an active set (Lawson & Hanson, 1974): exact, finite. */
final class NonNegative {
    /** Of the largest number at hand: what its rounding leaves of a gradient that is 0. */
    private static final double ROUNDING = 1e-15;

    private final double[][] c;
    private final double[] b;
    private final boolean[] free;
    private double[] z;

    private NonNegative(double[][] c, double[] b) {
        this.c = c;
        this.b = b;
        this.free = new boolean[b.length];
        this.z = new double[b.length];
    }

    static double[] solve(double[][] c, double[] b) {
        return new NonNegative(c, b).solve();
    }

    private double[] solve() {
        boolean[] barred = new boolean[b.length];
        for (int entered = entering(barred); entered >= 0; entered = entering(barred)) {
            free[entered] = true;
            settle();
            if (free[entered]) {
                Arrays.fill(barred, false);
            } else {
                barred[entered] = true; // by rounding alone its gradient was positive
            }
        }
        return z;
    }

    /** The bound variable with the steepest descent into the feasible side; −1 at the optimum. */
    private int entering(boolean[] barred) {
        double steepest = ROUNDING * (largest(b) + largest(z));
        int found = -1;
        for (int i = 0; i < b.length; i++) {
            double descent = b[i] - Directions.dot(c[i], z);
            if (!free[i] && !barred[i] && descent > steepest) {
                steepest = descent;
                found = i;
            }
        }
        return found;
    }

    /** Moves to the optimum on the free variables, and binds those that would turn negative on the way. */
    private void settle() {
        double[] target = unconstrained();
        for (int bound = firstBound(target); bound >= 0; bound = firstBound(target)) {
            double step = share(bound, target);
            for (int i = 0; i < z.length; i++) {
                z[i] = free[i] ? Math.max(0, z[i] + step * (target[i] - z[i])) : 0;
            }
            z[bound] = 0;
            free[bound] = false;
            target = unconstrained();
        }
        z = target;
    }

    /** The free variable that turns negative first on the way to {@code target}; −1 if none does. */
    private int firstBound(double[] target) {
        return IntStream.range(0, z.length)
                .filter(i -> free[i] && target[i] <= 0)
                .boxed()
                .min(Comparator.comparingDouble(i -> share(i, target)))
                .orElse(-1);
    }

    /** Of the way to {@code target}, what variable {@code i} can go. */
    private double share(int i, double[] target) {
        return z[i] > 0 ? z[i] / (z[i] - target[i]) : 0;
    }

    private double[] unconstrained() {
        int[] support = IntStream.range(0, z.length).filter(i -> free[i]).toArray();
        double[][] matrix = new double[support.length][support.length];
        double[] side = new double[support.length];
        for (int i = 0; i < support.length; i++) {
            side[i] = b[support[i]];
            for (int j = 0; j < support.length; j++) {
                matrix[i][j] = c[support[i]][support[j]];
            }
        }
        double[] solved = Cholesky.solve(matrix, side);
        double[] target = new double[z.length];
        for (int i = 0; i < support.length; i++) {
            target[support[i]] = solved[i];
        }
        return target;
    }

    private static double largest(double[] x) {
        return Arrays.stream(x).map(Math::abs).max().orElse(0);
    }
}
