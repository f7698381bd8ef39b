package janus.models.report;

import janus.celeba.Pixels;
import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be had without a network, fitted on the training rows and scored on the test rows: the majority class of
 * each attribute, the mean of each point, and a ridge regression on coarse pixels for both. Null where the data has no
 * attributes, or no points.
 */
public record Baselines(
        @Nullable AttributeScores majority,
        @Nullable AttributeScores linearAttributes,
        @Nullable PointScores constant,
        @Nullable PointScores linearPoints) {

    /** Fits and scores all of them; a few seconds for 5,000 training rows. */
    public static Baselines of(Pixels pixels, int[] train, int[] test) {
        throw new UnsupportedOperationException();
    }

    /** For {@code summary.json}: majority_accuracy, linear_accuracy, constant_nme, constant_mae, linear_nme, linear_mae. */
    public Map<String, Double> summary() {
        throw new UnsupportedOperationException();
    }
}
