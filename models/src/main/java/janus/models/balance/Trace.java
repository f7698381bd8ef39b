package janus.models.balance;

import java.util.ArrayList;
import java.util.List;

/**
 * What a weighting saw and decided: the means of each finished epoch, over its steps, and the sums of the one that is
 * running. Which number is which, {@link Balancer} knows.
 */
public record Trace(List<double[]> epochs, double[] sums, int steps) {
    static Trace start(int numbers) {
        return new Trace(List.of(), new double[numbers], 0);
    }

    Trace step(double[] numbers) {
        double[] added = sums.clone();
        for (int i = 0; i < added.length; i++) {
            added[i] += numbers[i];
        }
        return new Trace(epochs, added, steps + 1);
    }

    /** Means of the running epoch. */
    double[] means() {
        double[] means = sums.clone();
        for (int i = 0; i < means.length; i++) {
            means[i] /= Math.max(1, steps);
        }
        return means;
    }

    Trace endEpoch() {
        List<double[]> all = new ArrayList<>(epochs);
        all.add(means());
        return new Trace(List.copyOf(all), new double[sums.length], 0);
    }
}
