package janus.engine;

import janus.engine.op.Add;
import janus.engine.op.AveragePool;
import janus.engine.op.Flatten;
import janus.engine.op.GlobalAveragePool;
import janus.engine.op.MatMul;
import janus.engine.op.MaxPool;
import janus.engine.op.Mean;
import janus.engine.op.Multiply;
import janus.engine.op.Relu;
import janus.engine.op.Scale;
import janus.engine.op.Sigmoid;
import janus.engine.op.Slice;
import janus.engine.op.Subtract;
import janus.engine.op.Sum;
import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A value inside a {@link Pass}. It dies with its pass, or earlier: feature maps (rank 4) when {@link Pass#backward} is
 * through with them, and what a {@link Pass#scoped} layer made inside when the layer returns. Reading a dead one throws.
 */
public final class Tensor {
    private final Pass pass;
    private final String origin;
    private final Shape shape;
    private final Role role;
    private final @Nullable Parameter parameter;
    private final boolean owned;
    private final boolean differentiable;
    private @Nullable Buffer buffer;
    private boolean kept;
    private boolean readOffTape;
    private String death = "";

    /** A tensor of {@code pass}, with numbers of its own if {@code owned}, else a parameter's or an input's. */
    Tensor(
            Pass pass,
            String origin,
            Buffer buffer,
            @Nullable Parameter parameter,
            boolean owned,
            boolean differentiable) {
        this.pass = pass;
        this.origin = origin;
        this.shape = buffer.shape();
        this.role = buffer.role();
        this.buffer = buffer;
        this.parameter = parameter;
        this.owned = owned;
        this.differentiable = differentiable;
    }

    public Shape shape() {
        return shape;
    }

    public Pass pass() {
        return pass;
    }

    public Tensor plus(Tensor other) {
        return pass.apply(new Add(), this, other);
    }

    public Tensor minus(Tensor other) {
        return pass.apply(new Subtract(), this, other);
    }

    /** Elementwise product. */
    public Tensor times(Tensor other) {
        return pass.apply(new Multiply(), this, other);
    }

    public Tensor times(double factor) {
        return pass.apply(new Scale(factor), this);
    }

    /** Matrix product of [m,k] and [k,n]. */
    public Tensor matmul(Tensor other) {
        return pass.apply(new MatMul(), this, other);
    }

    public Tensor relu() {
        return pass.apply(new Relu(), this);
    }

    public Tensor sigmoid() {
        return pass.apply(new Sigmoid(), this);
    }

    /** Sum of all elements, shape [1]. */
    public Tensor sum() {
        return pass.apply(new Sum(), this);
    }

    /** Mean of all elements, shape [1]. */
    public Tensor mean() {
        return pass.apply(new Mean(), this);
    }

    /** [n,c,h,w] to [n, c·h·w]. */
    public Tensor flatten() {
        return pass.apply(new Flatten(), this);
    }

    /** [n,c,h,w] to [n,c]: the mean over pixels. */
    public Tensor globalAveragePool() {
        return pass.apply(new GlobalAveragePool(), this);
    }

    /** The largest value of each size × size window. */
    public Tensor maxPool(int size, int stride, int pad) {
        return pass.apply(new MaxPool(size, stride, pad), this);
    }

    /** The mean of each size × size window, padding counted as zeros. */
    public Tensor averagePool(int size, int stride, int pad) {
        return pass.apply(new AveragePool(size, stride, pad), this);
    }

    /** Columns {@code from} to {@code from + count} of [n,c] or [n,c,h,w]; elements of [c]. */
    public Tensor slice(int from, int count) {
        return pass.apply(new Slice(from, count), this);
    }

    /** The only number of a tensor of size 1. Waits for the device. */
    public double item() {
        if (shape.size() != 1) {
            throw new IllegalArgumentException("item: a tensor of one number, given " + shape);
        }
        return toDoubles()[0];
    }

    /** All numbers, row-major. Waits for the device. */
    public float[] toFloats() {
        float[] numbers = new float[shape.size()];
        pass.device().download(buffer(), numbers);
        return numbers;
    }

    /** As {@link #toFloats}; exact on a device of double precision. */
    public double[] toDoubles() {
        double[] numbers = new double[shape.size()];
        pass.device().download(buffer(), numbers);
        return numbers;
    }

    @Override
    public String toString() {
        return origin + " " + shape;
    }

    /** Its numbers on the device; throws once it is dead. */
    Buffer buffer() {
        if (buffer == null) {
            throw new IllegalStateException("tensor " + this + " was read after " + death);
        }
        return buffer;
    }

    Role role() {
        return role;
    }

    @Nullable
    Parameter parameter() {
        return parameter;
    }

    /** Whether its numbers die with it. */
    boolean owned() {
        return owned;
    }

    /** Whether a trained parameter or a variable is among its ancestors, on the tape. */
    boolean differentiable() {
        return differentiable;
    }

    boolean alive() {
        return buffer != null;
    }

    /** Holds it beyond the end of a scope: the tape reads it. */
    void keep() {
        kept = true;
    }

    /** Marks it as read by what no walk will come from. */
    void readOffTape() {
        readOffTape = true;
    }

    boolean isReadOffTape() {
        return readOffTape;
    }

    boolean kept() {
        return kept;
    }

    /** Gives its numbers back, if they are its own; {@code death} completes the sentence "read after". */
    void release(String death) {
        if (buffer != null && owned) {
            pass.device().free(buffer);
        }
        buffer = null;
        this.death = death;
    }
}
