package janus.engine;

import janus.engine.op.Dropout;
import janus.engine.op.Op;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn through a model: owns every tensor made in it, and the tape. How it was opened decides what it is. Training
 * statistics reach BatchNorm's running averages only when {@link #backward} found a finite loss and gradient.
 */
public final class Pass implements AutoCloseable {
    private enum Kind {
        TRAINING,
        INFERENCE,
        PROBE
    }

    private final Device device;
    private final Kind kind;
    private final Draws draws;
    private final Holdings holdings;
    private final Tape tape = new Tape();
    private @Nullable Differentiation differentiation;
    private int dropouts;
    private boolean frozen;

    private Pass(Device device, Kind kind, Draws draws, @Nullable Input key) {
        this.device = device;
        this.kind = kind;
        this.draws = draws;
        this.holdings = new Holdings(this, device, key);
    }

    /** Batch statistics, dropout, a tape. {@code draws} keys all random numbers of the pass. */
    public static Pass training(Device device, Draws draws) {
        return new Pass(device, Kind.TRAINING, draws, null);
    }

    /** As {@link #training(Device, Draws)}; all random numbers are keyed by what {@code key} [4] holds. */
    static Pass training(Device device, Input key) {
        return new Pass(device, Kind.TRAINING, Draws.of(0), key);
    }

    /** Running statistics, no dropout, no tape. */
    public static Pass inference(Device device) {
        return new Pass(device, Kind.INFERENCE, Draws.of(0), null);
    }

    /** As training, but without tape and without moving the running statistics. */
    public static Pass probe(Device device, Draws draws) {
        return new Pass(device, Kind.PROBE, draws, null);
    }

    public Device device() {
        return device;
    }

    /** Host numbers as a constant; rank 4 becomes an ACTIVATION (for a filter see {@link #constant}), else PLAIN. */
    public Tensor tensor(Shape shape, float[] values) {
        return holdings.constant("constant", shape, Holdings.role(shape), values);
    }

    public Tensor tensor(Shape shape, double[] values) {
        return constant(shape, Holdings.role(shape), values);
    }

    /** As {@link #tensor(Shape, double[])}, in a role of your choice. */
    public Tensor constant(Shape shape, Role role, double[] values) {
        return holdings.leaf("constant", shape, role, values, false);
    }

    /** A batch of images [n,3,h,w]. */
    public Tensor images(Shape shape, float[] values) {
        return holdings.constant("images", shape, Role.IMAGE, values);
    }

    /** Images [n,3,h,w] of pictures [n,h,w,3], each through its map: see {@link janus.kernels.Pictures#warp}. */
    public Tensor images(Input pictures, Input maps) {
        return holdings.images(pictures, maps);
    }

    /** Host numbers whose gradient {@link #gradient} gives after {@link #backward}. */
    public Tensor variable(Shape shape, double[] values) {
        return variable(shape, Holdings.role(shape), values);
    }

    /** As {@link #variable(Shape, double[])}, in a role of your choice: a filter. */
    public Tensor variable(Shape shape, Role role, double[] values) {
        return holdings.leaf("variable", shape, role, values, kind == Kind.TRAINING);
    }

    /** Reads a parameter; its gradient lands in the gradient arena. Reading it twice gives the same tensor. */
    public Tensor tensor(Parameter parameter) {
        return holdings.read(parameter, kind == Kind.TRAINING);
    }

    /** What the host set last, as a constant. */
    public Tensor tensor(Input input) {
        return holdings.read(input);
    }

    /** {@code value} everywhere, as a constant; nothing is uploaded. */
    public Tensor filled(Shape shape, double value) {
        return holdings.filled(shape, value);
    }

    /** y = op(inputs), after the op's shape rule; on the tape if an input has a gradient. */
    public Tensor apply(Op op, Tensor... inputs) {
        return Application.of(this, op, List.of(inputs));
    }

    /** x with each element kept with probability 1 − rate and scaled; x itself where the pass draws nothing. */
    public Tensor dropout(Tensor x, double rate) {
        return usesBatchStatistics() ? apply(new Dropout(rate, dropouts++), x, holdings.key(draws)) : x;
    }

    /** {@code layer} applied to x; what it made inside and the tape does not read is given back when it returns. */
    public Tensor scoped(Layer layer, Tensor x) {
        return holdings.scoped(layer, x);
    }

    /** {@code trunk} with inference statistics and without tape, inside a training pass. */
    public Tensor frozen(Layer trunk, Tensor x) {
        boolean before = frozen;
        frozen = true;
        try {
            return scoped(trunk, x);
        } finally {
            frozen = before;
        }
    }

    /**
     * Overwrites the gradient arena with the gradient of {@code loss} [1]; 0 where it does not depend on a parameter.
     * Ends the pass's tape: feature maps are given back, tensors of rank ≤ 2 stay readable until the pass closes.
     */
    public Gradients backward(Tensor loss) {
        return backward(List.of(loss), filled(Shape.of(1), 1));
    }

    /** Gradient of Σ weights·losses. Ends the pass's tape. */
    public Gradients backward(List<Tensor> losses, double[] weights) {
        return backward(losses, tensor(Shape.of(weights.length), weights));
    }

    /** As {@link #backward(List, double[])}, with weights [K] that are on the device. */
    public Gradients backward(List<Tensor> losses, Tensor weights) {
        return walkLast(losses, weights, null);
    }

    /** Adds to the gradients that an earlier pass left, and to its loss: one step from parts of a batch. */
    public Gradients backward(Tensor loss, Gradients gradients) {
        return walkLast(List.of(loss), filled(Shape.of(1), 1), gradients);
    }

    /** Gradient of a {@link #variable} or trained parameter, row-major, after {@link #backward}; 0 if no loss needs it. */
    public double[] gradient(Tensor variable) {
        holdings.requireOpen();
        if (differentiation == null) {
            throw new IllegalStateException("gradient of " + variable + " was read before backward");
        }
        return differentiation.gradient(holdings.source(variable));
    }

    /** Gradient of each loss with respect to {@code features}, as a constant of its shape; keeps the tape. */
    public List<Tensor> gradientsAt(Tensor features, List<Tensor> losses) {
        return walks().gradientsAt(features, losses);
    }

    /** G[i][j] = gᵢ·gⱼ over the parameters in {@code shared}; keeps the tape. */
    public double[][] gram(List<Tensor> losses, List<Parameter> shared) {
        return grams(losses, List.of(shared), losses.size() + 1)[0];
    }

    /**
     * As {@link #gram}, to the bit, over each of {@code groups}, with at most {@code rows} gradients in memory: with
     * b = rows − 1 and K losses, about K²/2b + K/2 backward walks instead of K.
     */
    public double[][][] grams(List<Tensor> losses, List<List<Parameter>> groups, int rows) {
        return new Grams(losses.size(), groups).read(losses, rows);
    }

    /** What all ops applied so far take, and a backward walk over them. */
    public Work work() {
        return holdings.work();
    }

    /** The first tensor with a NaN or infinity of those still alive, as they were made. Slow: reads everything back. */
    public @Nullable String firstNonFinite() {
        Tensor tensor = holdings.firstNonFinite();
        return tensor == null ? null : tensor.toString();
    }

    /** Gives back everything the pass made. Closing twice does nothing. */
    @Override
    public void close() {
        if (holdings.release()) {
            tape.release(device);
            if (differentiation != null) {
                differentiation.close();
            }
        }
    }

    /** Whether normalizations take the statistics of the batch, and not the running ones. */
    public boolean usesBatchStatistics() {
        return kind != Kind.INFERENCE && !frozen;
    }

    /** Whether running statistics move at the end of backward. */
    boolean movesStatistics() {
        return kind == Kind.TRAINING && !frozen;
    }

    /** Whether what is computed now can be differentiated. */
    boolean records() {
        return kind == Kind.TRAINING && !frozen && differentiation == null;
    }

    Holdings holdings() {
        return holdings;
    }

    Tape tape() {
        return tape;
    }

    Differentiation walks() {
        holdings.requireOpen();
        if (kind != Kind.TRAINING || differentiation != null) {
            String ended = "backward ran already in this pass, and ended its tape";
            throw new IllegalStateException(
                    differentiation != null ? ended : "only a training pass has a tape to walk backwards");
        }
        holdings.requireUnwritten();
        return new Differentiation(this);
    }

    private Gradients walkLast(List<Tensor> losses, Tensor weights, @Nullable Gradients previous) {
        Differentiation walks = walks();
        walks.requireLosses(losses, weights);
        differentiation = walks;
        return walks.backward(losses, weights, previous);
    }
}
