package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * A weighting that depends on the step's gradients alone and keeps nothing. A task whose gradient is 0 takes no part:
 * its factor is 0, and the others get what they would without it. If no task has a gradient, all factors are 1.
 */
sealed interface DirectionWeighting extends GradientWeighting
        permits Mgda, PcGrad, CaGrad, ImtlG, NashMtl, AlignedMtl, UpGrad {
    /** Coefficients x of the update d = Σ xᵢuᵢ over the unit gradients; there is at least one. */
    double[] coefficients(Directions directions, Draws draws);

    @Override
    default double[] weights(double[] losses, double[][] gram, Draws draws) {
        Directions directions = Directions.of(gram);
        if (directions.count() == 0) {
            double[] ones = new double[gram.length];
            Arrays.fill(ones, 1);
            return ones;
        }
        return directions.weights(coefficients(directions, draws));
    }
}
