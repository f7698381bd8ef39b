package janus.models.balance;

import janus.engine.Draws;

/**
 * d = Σ pᵢ, where pᵢ starts as gᵢ and, for the other gⱼ in random order, loses its part along −gⱼ whenever pᵢ·gⱼ < 0
 * (Yu et al., PCGrad, 2020). w = 1 where no two gradients conflict, and where there is none.
 */
record PcGrad() implements DirectionWeighting {
    @Override
    public double idle(int tasks) {
        return 1;
    }

    @Override
    public double[] coefficients(Directions directions, Draws draws) {
        int k = directions.count();
        double[] sum = new double[k];
        for (int i = 0; i < k; i++) {
            double[] x = new double[k];
            x[i] = directions.norms()[i];
            for (int j : draws.at(0, i).permutation(k)) {
                double along = Directions.dot(directions.cosines()[j], x);
                if (j != i && along < 0) {
                    x[j] -= along / directions.cosines()[j][j];
                }
            }
            for (int j = 0; j < k; j++) {
                sum[j] += x[j];
            }
        }
        return sum;
    }
}
