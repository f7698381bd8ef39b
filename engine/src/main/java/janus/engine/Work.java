package janus.engine;

/**
 * Multiply-adds of convolutions and products of matrices, which are all but a few per cent of a network's arithmetic; a
 * FLOP count is twice as much. Counted as sums by definition, whatever algorithm a device computes them with.
 *
 * @param forward of everything applied
 * @param toInputs of one backward walk, to the inputs that have a gradient: none to images
 * @param toWeights of one backward walk, to the weights that have a gradient: none to frozen ones
 */
public record Work(long forward, long toInputs, long toWeights) {
    /** All three: a training step's, the optimiser left out. */
    public long training() {
        return forward + toInputs + toWeights;
    }

    Work plus(long multiplyAdds, boolean input, boolean weight) {
        return new Work(
                forward + multiplyAdds, toInputs + (input ? multiplyAdds : 0), toWeights + (weight ? multiplyAdds : 0));
    }
}
