package janus.bench.peers;

/** What a training step does after backward, in every party: the gradient's norm is clipped, AdamW updates. */
final class Training {
    static final double RATE = 1e-3;
    /** On matrices and filters; none on biases, γ and β. */
    static final double DECAY = .05;

    static final double MAX_NORM = 5;

    private Training() {}
}
