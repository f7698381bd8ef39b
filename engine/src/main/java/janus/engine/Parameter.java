package janus.engine;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;

/**
 * A named array that outlives passes: a trained weight, or a running statistic. It has no arithmetic; {@link
 * Pass#tensor(Parameter)} reads it into a pass, so nothing leaks from a step into the model.
 */
public final class Parameter {
    private final String name;
    private final Shape shape;
    private final Role role;
    private final boolean statistic;
    private boolean frozen;

    Parameter(String name, Shape shape, Role role, boolean statistic) {
        this.name = name;
        this.shape = shape;
        this.role = role;
        this.statistic = statistic;
    }

    /** Dotted, as torchvision names it: {@code layer1.0.conv1.weight}. */
    public String name() {
        return name;
    }

    public Shape shape() {
        return shape;
    }

    public Role role() {
        return role;
    }

    /** True for running statistics: saved and averaged with the weights, never differentiated. */
    public boolean isStatistic() {
        return statistic;
    }

    public boolean isFrozen() {
        return frozen;
    }

    /** Stops this parameter's gradient; nothing else changes. */
    public void freeze() {
        frozen = true;
    }

    /** Where its numbers are now: moves when arenas are swapped. */
    public Buffer buffer() {
        throw new UnsupportedOperationException();
    }
}
