package janus.models.balance;

import janus.engine.Draws;

/**
 * d = the mean of the gᵢ, each projected onto the cone of those d with d·gⱼ ≥ 0 for all j (Quinton & Rey, UPGrad,
 * 2024). With two tasks, half of PCGrad. The mean is over all K: w = 1/K without a gradient.
 */
record UpGrad() implements DirectionWeighting {
    @Override
    public double idle(int tasks) {
        return 1.0 / tasks;
    }

    @Override
    public double[] coefficients(Directions directions, Draws draws) {
        int k = directions.count();
        double[] sum = new double[k];
        for (int i = 0; i < k; i++) {
            double share = directions.norms()[i] / directions.tasks();
            double[] b = new double[k];
            for (int j = 0; j < k; j++) {
                b[j] = -directions.cosines()[i][j];
            }
            double[] added = NonNegative.solve(directions.cosines(), b);
            for (int j = 0; j < k; j++) {
                sum[j] += share * added[j];
            }
            sum[i] += share;
        }
        return sum;
    }
}
