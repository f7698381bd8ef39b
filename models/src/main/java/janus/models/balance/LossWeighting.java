package janus.models.balance;

import janus.engine.Draws;

/** A weighting that looks at the losses alone: one backward pass a step. */
sealed interface LossWeighting extends Weighting
        permits FixedWeights, UncertaintyWeighting, DynamicWeightAverage, RandomLossWeighting, ImtlL, Famo {
    /** The factors of these losses; a method that learns has then learned from them. */
    double[] weights(double[] losses, Draws draws);
}
