package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/** w = softmax(z), z standard normal and new in every step (Lin et al., 2022). */
record RandomLossWeighting() implements LossWeighting {
    @Override
    public double[] weights(double[] losses, Draws draws) {
        double[] z = new double[losses.length];
        Arrays.setAll(z, draws::normal);
        return Softmax.of(z);
    }
}
