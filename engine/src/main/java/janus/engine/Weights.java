package janus.engine;

import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;

/**
 * A naming path into one ordered map of parameters. Layers ask it for their arrays by name while the model is
 * constructed; {@link #build} then allocates all of them at once. Initial values are drawn by (seed, full name), so a
 * part that two models share starts equal in both.
 */
public final class Weights {
    /** The root of a new map. */
    public static Weights root(Draws draws) {
        throw new UnsupportedOperationException();
    }

    /** The path one level down: names below it are prefixed {@code part + "."}. */
    public Weights in(String part) {
        throw new UnsupportedOperationException();
    }

    /** A trained array. Asking twice for one name throws. */
    public Parameter parameter(String name, Role role, Shape shape, Initializer initializer) {
        throw new UnsupportedOperationException();
    }

    /** A running statistic, filled with {@code value}. */
    public Parameter statistic(String name, double value, Shape shape) {
        throw new UnsupportedOperationException();
    }

    /** Allocates and initialises everything named so far under the root; naming ends here. */
    public Parameters build(Device device) {
        throw new UnsupportedOperationException();
    }

    /** Fills a new array, row-major. See {@link janus.engine.nn.Initializers}. */
    @FunctionalInterface
    public interface Initializer {
        void fill(Shape shape, Draws draws, double[] values);
    }
}
