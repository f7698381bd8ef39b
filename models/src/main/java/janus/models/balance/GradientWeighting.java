package janus.models.balance;

import janus.engine.Draws;

/** A weighting that looks at the Gram matrix Gᵢⱼ = gᵢ·gⱼ of the losses' gradients: K more backward passes a step. */
sealed interface GradientWeighting extends Weighting permits GradNorm, DirectionWeighting {
    /** The factors of these losses; {@code gram} is finite. */
    double[] weights(double[] losses, double[][] gram, Draws draws);
}
