package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/** w = 1: what the losses count is what the configuration says (Kurin et al., 2022: the baseline to beat). */
record FixedWeights() implements LossWeighting {
    @Override
    public double[] weights(double[] losses, Draws draws) {
        double[] ones = new double[losses.length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
