package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * A weighting that depends on the step's gradients alone and keeps nothing. A task whose gradient in what is shared is
 * 0 has no direction and does not bend the others'. Its factor is then that of its head alone: {@link #idle}. Where its
 * labels are all masked, the head has no gradient either, and no factor moves it. If no task has a gradient, all
 * factors are 1.
 */
sealed interface DirectionWeighting extends GradientWeighting
        permits Mgda, PcGrad, CaGrad, ImtlG, NashMtl, AlignedMtl, UpGrad {
    /** Coefficients x of the update d = Σ xᵢuᵢ over the unit gradients; there is at least one. */
    double[] coefficients(Directions directions, Draws draws);

    /**
     * The factor of a task without a gradient, one of {@code tasks}: 0 where the method's definition gives it that, or
     * nothing; its head then stands still.
     */
    default double idle(int tasks) {
        return 0;
    }

    @Override
    default double[] weights(double[] losses, double[][] gram, Draws draws) {
        Directions directions = Directions.of(gram);
        if (directions.count() == 0) {
            double[] ones = new double[gram.length];
            Arrays.fill(ones, 1);
            return ones;
        }
        return directions.weights(coefficients(directions, draws), idle(gram.length));
    }
}
