package janus.models.balance;

import java.util.Arrays;

/**
 * wᵢ = (zᵢ/Lᵢ) / Σ zⱼ/Lⱼ, z = softmax(ξ): the direction in which the logarithms of the losses fall together (Liu et
 * al., FAMO, 2023). After the step, ξ follows δᵢ = log Lᵢ(before) − log Lᵢ(after) through the softmax, by Adam with
 * rate .025 and decay γ = .001. The losses after the step cost one forward pass more, on the same batch. A loss that is
 * 0 takes no part.
 */
final class Famo implements Weighting {
    private static final double RATE = .025;
    private static final double DECAY = .001;

    private final int tasks;
    private final Learned logits;

    Famo(int tasks) {
        this.tasks = tasks;
        this.logits = new Learned(tasks, 0, RATE);
    }

    /** The factors of these losses. */
    double[] weights(double[] losses) {
        double[] z = probabilities();
        double[] weights = new double[tasks];
        Arrays.setAll(weights, i -> losses[i] > 0 ? z[i] / losses[i] : 0);
        double sum = Arrays.stream(weights).sum();
        Arrays.setAll(weights, i -> sum > 0 ? weights[i] / sum : 1);
        return weights;
    }

    /** Learns from the losses of one batch before and after a step. */
    void learn(double[] before, double[] after) {
        double[] z = probabilities();
        double[] fall = new double[tasks];
        for (int i = 0; i < tasks; i++) {
            boolean known = before[i] > 0 && after[i] > 0;
            fall[i] = known ? StrictMath.log(before[i]) - StrictMath.log(after[i]) : 0;
        }
        double mean = Directions.dot(z, fall);
        double[] gradient = new double[tasks];
        Arrays.setAll(gradient, i -> z[i] * (fall[i] - mean) + DECAY * logits.get(i));
        logits.step(gradient);
    }

    private double[] probabilities() {
        double[] values = new double[tasks];
        Arrays.setAll(values, logits::get);
        return Softmax.of(values);
    }

    @Override
    public double[] state() {
        return logits.state();
    }

    @Override
    public void restore(double[] state) {
        logits.restore(state);
    }
}
