package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * w follows Σ |wᵢ|gᵢ| − m·rᵢ^1.5| downhill, where m is the mean of wⱼ|gⱼ| and rᵢ = (Lᵢ/Lᵢ(0)) over its mean, m and r
 * held constant; then Σw = K again (Chen et al., GradNorm, 2018). By Adam with rate .025 from 1; a factor that falls
 * below .001 is raised to it, since the method knows no negative ones.
 */
final class GradNorm implements GradientWeighting {
    private static final double ALPHA = 1.5;
    private static final double RATE = .025;
    private static final double LEAST = 1e-3;

    private final int tasks;
    private final Learned factors;
    /** Lᵢ(0): the first loss of each task that was not 0. */
    private final double[] initial;

    GradNorm(int tasks) {
        this.tasks = tasks;
        this.factors = new Learned(tasks, 1, RATE);
        this.initial = new double[tasks];
    }

    @Override
    public double[] weights(double[] losses, double[][] gram, Draws draws) {
        double[] weights = new double[tasks];
        double[] weighted = new double[tasks];
        for (int i = 0; i < tasks; i++) {
            weights[i] = factors.get(i);
            weighted[i] = weights[i] * Math.sqrt(gram[i][i]);
            initial[i] = initial[i] == 0 ? losses[i] : initial[i];
        }
        double mean = Arrays.stream(weighted).sum() / tasks;
        double[] ratios = ratios(losses);
        double[] gradient = new double[tasks];
        for (int i = 0; i < tasks; i++) {
            double target = mean * StrictMath.pow(ratios[i], ALPHA);
            gradient[i] = Math.signum(weighted[i] - target) * Math.sqrt(gram[i][i]);
        }
        factors.step(gradient);
        normalize();
        return weights;
    }

    private double[] ratios(double[] losses) {
        double[] ratios = new double[tasks];
        Arrays.setAll(ratios, i -> initial[i] > 0 ? losses[i] / initial[i] : 1);
        double mean = Arrays.stream(ratios).sum() / tasks;
        Arrays.setAll(ratios, i -> mean > 0 ? ratios[i] / mean : 1);
        return ratios;
    }

    private void normalize() {
        double sum = 0;
        for (int i = 0; i < tasks; i++) {
            factors.set(i, Math.max(LEAST, factors.get(i)));
            sum += factors.get(i);
        }
        for (int i = 0; i < tasks; i++) {
            factors.set(i, factors.get(i) * tasks / sum);
        }
    }

    @Override
    public double[] state() {
        double[] learned = factors.state();
        double[] state = Arrays.copyOf(learned, learned.length + tasks);
        System.arraycopy(initial, 0, state, learned.length, tasks);
        return state;
    }

    @Override
    public void restore(double[] state) {
        factors.restore(state);
        System.arraycopy(state, state.length - tasks, initial, 0, tasks);
    }
}
