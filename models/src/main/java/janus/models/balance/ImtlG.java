package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * d with equal projections d·uᵢ on all unit gradients: w ∝ G⁺n, nᵢ = |gᵢ|, with Σ|w| = 1 (Liu et al., IMTL-G, 2021, who
 * set Σw = 1: the same while no factor is negative, and descent when some are). Where no d has equal projections but 0,
 * w gives d = 0. A gradient of 0 gets w = 0 from the pseudo-inverse.
 */
record ImtlG() implements DirectionWeighting {
    @Override
    public double[] coefficients(Directions directions, Draws draws) {
        double[] ones = new double[directions.count()];
        Arrays.fill(ones, 1);
        double[] x = Cholesky.solve(directions.cosines(), ones);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.abs(x[i]) / directions.norms()[i];
        }
        double scale = 1 / sum;
        Arrays.setAll(x, i -> scale * x[i]);
        return x;
    }
}
