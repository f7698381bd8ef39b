package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * d = argmax minᵢ gᵢ·d over |d − g₀| ≤ c|g₀|, g₀ the mean gradient (Liu et al., CAGrad, 2021, not rescaled; c = .4).
 * With c = 0, w = 1/K. The mean is over all K, the least over those that have a gradient: w = 1/K without one.
 */
record CaGrad(double c) implements DirectionWeighting {
    private static final int ITERATIONS = 200;

    @Override
    public double idle(int tasks) {
        return 1.0 / tasks;
    }

    @Override
    public double[] coefficients(Directions directions, Draws draws) {
        double[] x = Arrays.stream(directions.norms())
                .map(norm -> norm / directions.tasks())
                .toArray();
        if (c > 0) {
            double[] along = directions.projections(x);
            double length = Math.sqrt(Directions.dot(x, along));
            double[] z = correction(directions, along, length);
            Arrays.setAll(x, i -> x[i] + length * z[i]);
        }
        return x;
    }

    /**
     * The addition z to g₀/|g₀|, of length c. The shortest z that gives every uᵢ·d at least r·aᵢ, aᵢ ∝ 1/|gᵢ|, is a
     * quadratic problem; its ½|z|² is convex and increasing in r with slope aᵀz, so Newton from an r too large finds
     * |z| = c from above.
     */
    private double[] correction(Directions directions, double[] along, double length) {
        double least = Arrays.stream(directions.norms()).min().orElseThrow();
        double[] a = Arrays.stream(directions.norms()).map(norm -> least / norm).toArray();
        double[] b = new double[a.length];
        double r = 1 + c; // uᵢ·d ≤ |d| ≤ 1 + c, and the largest aᵢ is 1
        double[] z = {};
        for (int i = 0; i < ITERATIONS; i++) {
            double present = r;
            Arrays.setAll(b, j -> present * a[j] - along[j] / length);
            z = NonNegative.solve(directions.cosines(), b);
            double excess = (Directions.dot(z, directions.projections(z)) - c * c) / 2;
            double next = r - excess / Directions.dot(a, z);
            if (!(next < r)) {
                break;
            }
            r = next;
        }
        return z;
    }
}
