package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * wᵢ = cᵢ·exp(−sᵢ), where s minimises Σ cᵢLᵢ·exp(−sᵢ) + sᵢ/2 by Adam with rate .01 from 0; c is ½ for regression and 1
 * for classification (Kendall et al., 2018). At rest wᵢ = 1/2Lᵢ.
 */
final class UncertaintyWeighting implements PriorWeighting {
    private static final double RATE = .01;

    private final double[] c;
    private final Learned s;

    UncertaintyWeighting(double[] c) {
        this.c = c.clone();
        this.s = new Learned(c.length, 0, RATE);
    }

    @Override
    public double[] weights(Draws draws) {
        double[] weights = new double[c.length];
        Arrays.setAll(weights, this::weight);
        return weights;
    }

    @Override
    public void learn(double[] losses) {
        double[] gradient = new double[c.length];
        Arrays.setAll(gradient, i -> .5 - weight(i) * losses[i]);
        s.step(gradient);
    }

    private double weight(int i) {
        return c[i] * StrictMath.exp(-s.get(i));
    }

    @Override
    public double[] state() {
        return s.state();
    }

    @Override
    public void restore(double[] state) {
        s.restore(state);
    }
}
