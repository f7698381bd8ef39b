package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/** w = 1: what the losses count is what the configuration says (Kurin et al., 2022: the baseline to beat). */
record FixedWeights(int tasks) implements PriorWeighting {
    @Override
    public double[] weights(Draws draws) {
        double[] ones = new double[tasks];
        Arrays.fill(ones, 1);
        return ones;
    }
}
