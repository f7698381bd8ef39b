package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * w = K·softmax(r/2), rᵢ = Lᵢ(e−1)/Lᵢ(e−2) of the mean losses of the two epochs before; 1 in the first two (Liu et al.,
 * 2019). A loss that was 0 gives rᵢ = 1.
 */
final class DynamicWeightAverage implements PriorWeighting {
    private static final double TEMPERATURE = 2;

    private final int tasks;
    /** Mean losses of the last epoch, of the one before, and how many there were. */
    private final double[] state;

    DynamicWeightAverage(int tasks) {
        this.tasks = tasks;
        this.state = new double[2 * tasks + 1];
    }

    @Override
    public double[] weights(Draws draws) {
        double[] ratios = new double[tasks];
        for (int i = 0; i < tasks; i++) {
            boolean known = state[2 * tasks] >= 2 && state[tasks + i] > 0;
            ratios[i] = (known ? state[i] / state[tasks + i] : 1) / TEMPERATURE;
        }
        double[] weights = Softmax.of(ratios);
        Arrays.setAll(weights, i -> tasks * weights[i]);
        return weights;
    }

    @Override
    public void endEpoch(double[] means) {
        System.arraycopy(state, 0, state, tasks, tasks);
        System.arraycopy(means, 0, state, 0, tasks);
        state[2 * tasks]++;
    }

    @Override
    public double[] state() {
        return state.clone();
    }

    @Override
    public void restore(double[] saved) {
        System.arraycopy(saved, 0, state, 0, state.length);
    }
}
