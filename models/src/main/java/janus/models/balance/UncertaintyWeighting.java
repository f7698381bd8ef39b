package janus.models.balance;

import janus.engine.Draws;

/**
 * wᵢ = cᵢ·exp(−sᵢ), where s minimises Σ cᵢLᵢ·exp(−sᵢ) + sᵢ/2 by Adam with rate .01 from 0; c is ½ for regression and 1
 * for classification (Kendall et al., 2018). At rest wᵢ = 1/2Lᵢ.
 */
final class UncertaintyWeighting implements LossWeighting {
    private static final double RATE = .01;

    private final double[] c;
    private final Learned s;

    UncertaintyWeighting(double[] c) {
        this.c = c.clone();
        this.s = new Learned(c.length, 0, RATE);
    }

    @Override
    public double[] weights(double[] losses, Draws draws) {
        double[] weights = new double[c.length];
        double[] gradient = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            weights[i] = c[i] * StrictMath.exp(-s.get(i));
            gradient[i] = .5 - weights[i] * losses[i];
        }
        s.step(gradient);
        return weights;
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
