package janus.engine;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A named array that outlives passes: a trained weight, or a running statistic. It has no arithmetic; {@link
 * Pass#tensor(Parameter)} reads it into a pass, so nothing leaks from a step into the model.
 */
public final class Parameter {
    private final String name;
    private final Shape shape;
    private final Role role;
    private final boolean statistic;
    private final int index;
    private boolean frozen;
    private @Nullable Parameters parameters;

    Parameter(String name, Shape shape, Role role, boolean statistic, int index) {
        this.name = name;
        this.shape = shape;
        this.role = role;
        this.statistic = statistic;
        this.index = index;
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

    /** Its place among the views of its arenas. */
    public int index() {
        return index;
    }

    public boolean isFrozen() {
        return frozen;
    }

    /** Stops this parameter's gradient, and optimisers pass it by; nothing else changes. */
    public void freeze() {
        frozen = true;
    }

    /** Where its numbers are now: moves when arenas are swapped. */
    public Buffer buffer() {
        return (statistic ? parameters().statisticValues() : parameters().values())
                .views()
                .get(index);
    }

    /** Its numbers, row-major. */
    public float[] toFloats() {
        float[] numbers = new float[shape.size()];
        parameters().device().download(buffer(), numbers);
        return numbers;
    }

    /** As {@link #toFloats}; exact on a device of double precision. */
    public double[] toDoubles() {
        double[] numbers = new double[shape.size()];
        parameters().device().download(buffer(), numbers);
        return numbers;
    }

    /** What the last backward left, row-major. A statistic has none. */
    public double[] gradientToDoubles() {
        if (statistic) {
            throw new IllegalStateException("statistic " + name + " has no gradient");
        }
        double[] numbers = new double[shape.size()];
        parameters().device().download(parameters().gradients().views().get(index), numbers);
        return numbers;
    }

    /** Overwrites its numbers, row-major. A pass that has read a trained parameter of its model goes backward no more. */
    public void set(float[] numbers) {
        parameters().device().upload(numbers, buffer());
        written();
    }

    /** As {@link #set(float[])}; rounds to the device's precision. */
    public void set(double[] numbers) {
        parameters().device().upload(numbers, buffer());
        written();
    }

    private void written() {
        if (!statistic) {
            parameters().written();
        }
    }

    /** The model it belongs to. */
    Parameters parameters() {
        if (parameters == null) {
            throw new IllegalStateException("parameter " + name + " has no numbers before Weights.build");
        }
        return parameters;
    }

    void belongTo(Parameters model) {
        parameters = model;
    }

    @Override
    public String toString() {
        return name + " " + shape;
    }
}
