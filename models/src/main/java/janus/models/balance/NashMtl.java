package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * w > 0 with Gw = 1/w, the bargaining solution (Navon et al., Nash-MTL, 2022); |d| = √K. In unit gradients x = w·|g|
 * minimises ½xᵀCx − Σ log xᵢ, found by damped Newton (Nesterov, 2004). A gradient of 0 has no part in a bargain.
 *
 * <p>With two tasks x = 1/√(1 + cos): as their gradients turn against each other d keeps its length, but factors grow
 * without bound, and heads learn with theirs. Opposite gradients, for which there is no solution, get the x of {@link
 * Directions#RESOLUTION}, 10⁴. The authors' program bounds |d| by 1, and factors no more than here.
 */
record NashMtl() implements DirectionWeighting {
    private static final int ITERATIONS = 500;
    /** Newton's step is not damped below it: it then stays in the cone and converges quadratically. */
    private static final double NEAR = .25;
    /** Squares to less than the rounding of a float64. */
    private static final double DONE = 1e-9;

    @Override
    public double[] coefficients(Directions directions, Draws draws) {
        double[] x = new double[directions.count()];
        Arrays.fill(x, 1);
        double decrement = 1;
        for (int i = 0; i < ITERATIONS && decrement > DONE; i++) {
            double[] gradient = directions.projections(x);
            double[][] curvature =
                    Arrays.stream(directions.cosines()).map(double[]::clone).toArray(double[][]::new);
            for (int j = 0; j < x.length; j++) {
                gradient[j] -= 1 / x[j];
                curvature[j][j] += 1 / (x[j] * x[j]);
            }
            double[] step = Cholesky.solve(curvature, gradient);
            decrement = Math.sqrt(Math.max(0, Directions.dot(gradient, step)));
            double share = decrement < NEAR ? 1 : 1 / (1 + decrement);
            for (int j = 0; j < x.length; j++) {
                x[j] -= share * step[j];
            }
        }
        return x;
    }
}
