package janus.engine;

import janus.kernels.Arena;
import janus.kernels.Device;
import java.util.List;

/**
 * All arrays of one model on one device: trained values, gradients and statistics, each one flat arena. {@link #all}
 * keeps construction order.
 */
public final class Parameters implements AutoCloseable {
    Parameters() {}

    public Device device() {
        throw new UnsupportedOperationException();
    }

    /** Trained parameters and statistics, in the order they were named. */
    public List<Parameter> all() {
        throw new UnsupportedOperationException();
    }

    /** Those a gradient is taken of, in arena order. */
    public List<Parameter> trained() {
        throw new UnsupportedOperationException();
    }

    public List<Parameter> statistics() {
        throw new UnsupportedOperationException();
    }

    /** Number of trained scalars, padding not counted. */
    public long count() {
        throw new UnsupportedOperationException();
    }

    /** The arena of trained values now in use. */
    public Arena values() {
        throw new UnsupportedOperationException();
    }

    /** The gradient arena, parallel to {@link #values}. */
    public Arena gradients() {
        throw new UnsupportedOperationException();
    }

    /** The arena of running statistics now in use. */
    public Arena statisticValues() {
        throw new UnsupportedOperationException();
    }

    /** A new zero arena with the layout of {@link #values}: an optimiser slot, an average. */
    public Arena slot() {
        throw new UnsupportedOperationException();
    }

    /** A new arena with the layout of {@link #statisticValues}. */
    public Arena statisticSlot() {
        throw new UnsupportedOperationException();
    }

    /** Exchanges the arenas that parameters read, and returns nothing: swap again to go back. */
    public void use(Arena values, Arena statistics) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
