package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/** w = softmax(z), z standard normal and new in every step (Lin et al., 2022). */
record RandomLossWeighting(int tasks) implements PriorWeighting {
    @Override
    public double[] weights(Draws draws) {
        double[] z = new double[tasks];
        Arrays.setAll(z, draws::normal);
        return Softmax.of(z);
    }
}
