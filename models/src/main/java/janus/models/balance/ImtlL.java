package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * wᵢ = exp(sᵢ), where s minimises Σ Lᵢ·exp(sᵢ) − sᵢ by Adam with rate .01 from 0 (Liu et al., IMTL-L, 2021). At rest
 * wᵢ = 1/Lᵢ.
 */
final class ImtlL implements PriorWeighting {
    private static final double RATE = .01;

    private final int tasks;
    private final Learned s;

    ImtlL(int tasks) {
        this.tasks = tasks;
        this.s = new Learned(tasks, 0, RATE);
    }

    @Override
    public double[] weights(Draws draws) {
        double[] weights = new double[tasks];
        Arrays.setAll(weights, i -> StrictMath.exp(s.get(i)));
        return weights;
    }

    @Override
    public void learn(double[] losses) {
        double[] gradient = new double[tasks];
        Arrays.setAll(gradient, i -> StrictMath.exp(s.get(i)) * losses[i] - 1);
        s.step(gradient);
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
