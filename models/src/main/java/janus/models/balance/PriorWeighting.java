package janus.models.balance;

import janus.engine.Draws;

/**
 * A weighting whose factors are known before the step: it may have learned from the losses of earlier ones. One backward
 * pass a step, which nothing halts.
 */
sealed interface PriorWeighting extends Weighting
        permits FixedWeights, UncertaintyWeighting, DynamicWeightAverage, RandomLossWeighting, ImtlL {
    /** The factors of the next step; asked twice, the same. */
    double[] weights(Draws draws);

    /** Learns from the losses of a step that was taken with {@link #weights}. */
    default void learn(double[] losses) {}
}
