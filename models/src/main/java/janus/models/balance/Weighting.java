package janus.models.balance;

/**
 * Decides, step by step, the factors w of K losses in Σ wᵢLᵢ. They multiply the whole loss: a task's own head learns
 * with its factor too. A method that learns does so from finite numbers alone.
 */
sealed interface Weighting permits PriorWeighting, Famo, GradientWeighting {
    /** All numbers that decide how it goes on, apart from its settings. */
    default double[] state() {
        return new double[0];
    }

    /** Goes on from what {@link #state} gave, to the bit. */
    default void restore(double[] state) {}

    /** Ends an epoch with these mean losses. */
    default void endEpoch(double[] means) {}
}
