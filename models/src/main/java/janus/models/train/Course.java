package janus.models.train;

import java.util.ArrayList;
import java.util.List;

/** How a model's training went so far: all its finished epochs, and the sums of the one that is running. */
public record Course(
        List<Epoch> epochs, double[] sums, int images, double best, int bestEpoch, boolean stopped, long nanos) {
    /** Before the first step. */
    public static Course start(int tasks) {
        return new Course(List.of(), new double[tasks], 0, Double.POSITIVE_INFINITY, 0, false, 0);
    }

    /**
     * One epoch, counted from 1. Losses are per task, in the model's order, before weighting.
     *
     * @param rate learning rate of its last step
     * @param score what early stopping and the choice of weights go by; smaller is better
     */
    public record Epoch(
            int epoch,
            double rate,
            double[] trainLosses,
            double[] validationLosses,
            double accuracy,
            double nme,
            double mae,
            double score) {}

    /** After a step with these losses over {@code n} images. */
    Course step(double[] losses, int n, long elapsed) {
        double[] added = sums.clone();
        for (int i = 0; i < added.length; i++) {
            added[i] += losses[i] * n;
        }
        return new Course(epochs, added, images + n, best, bestEpoch, stopped, nanos + elapsed);
    }

    /** Mean training losses of the running epoch. */
    double[] means() {
        double[] means = sums.clone();
        for (int i = 0; i < means.length; i++) {
            means[i] /= images;
        }
        return means;
    }

    /** After the running epoch. A score that is not a number is never best. */
    Course end(Epoch epoch) {
        List<Epoch> all = new ArrayList<>(epochs);
        all.add(epoch);
        boolean better = epoch.score() < best;
        return new Course(
                List.copyOf(all),
                new double[sums.length],
                0,
                better ? epoch.score() : best,
                better ? epoch.epoch() : bestEpoch,
                stopped,
                nanos);
    }

    Course stop() {
        return new Course(epochs, sums, images, best, bestEpoch, true, nanos);
    }

    /** Epochs since the best one. */
    int stale() {
        return epochs.size() - bestEpoch;
    }
}
