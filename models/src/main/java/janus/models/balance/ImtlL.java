package janus.models.balance;

import janus.engine.Draws;

/**
 * wᵢ = exp(sᵢ), where s minimises Σ Lᵢ·exp(sᵢ) − sᵢ by Adam with rate .01 from 0 (Liu et al., IMTL-L, 2021). At rest
 * wᵢ = 1/Lᵢ.
 */
final class ImtlL implements LossWeighting {
    private static final double RATE = .01;

    private final int tasks;
    private final Learned s;

    ImtlL(int tasks) {
        this.tasks = tasks;
        this.s = new Learned(tasks, 0, RATE);
    }

    @Override
    public double[] weights(double[] losses, Draws draws) {
        double[] weights = new double[tasks];
        double[] gradient = new double[tasks];
        for (int i = 0; i < tasks; i++) {
            weights[i] = StrictMath.exp(s.get(i));
            gradient[i] = weights[i] * losses[i] - 1;
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
