package janus.engine;

import janus.kernels.Device;
import janus.kernels.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn through a model: owns every tensor made in it, and the tape. How it was opened decides what it is. Training
 * statistics reach BatchNorm's running averages only when {@link #backward} found finite gradients.
 */
public final class Pass implements AutoCloseable {
    private Pass() {}

    /** Batch statistics, dropout, a tape. {@code draws} keys all random numbers of the pass. */
    public static Pass training(Device device, Draws draws) {
        throw new UnsupportedOperationException();
    }

    /** Running statistics, no dropout, no tape. */
    public static Pass inference(Device device) {
        throw new UnsupportedOperationException();
    }

    /** As training, but without tape and without moving the running statistics. */
    public static Pass probe(Device device, Draws draws) {
        throw new UnsupportedOperationException();
    }

    public Device device() {
        throw new UnsupportedOperationException();
    }

    /** Host numbers as a constant; rank 4 becomes an ACTIVATION, else PLAIN. */
    public Tensor tensor(Shape shape, float[] values) {
        throw new UnsupportedOperationException();
    }

    public Tensor tensor(Shape shape, double[] values) {
        throw new UnsupportedOperationException();
    }

    /** A batch of images [n,3,h,w]. */
    public Tensor images(Shape shape, float[] values) {
        throw new UnsupportedOperationException();
    }

    /** Reads a parameter; its gradient lands in the gradient arena. */
    public Tensor tensor(Parameter parameter) {
        throw new UnsupportedOperationException();
    }

    /** {@code trunk} with inference statistics and without tape, inside a training pass. */
    public Tensor frozen(Layer trunk, Tensor x) {
        throw new UnsupportedOperationException();
    }

    /** Overwrites the gradient arena with the gradient of {@code loss} [1]. Ends the pass's tape. */
    public Gradients backward(Tensor loss) {
        throw new UnsupportedOperationException();
    }

    /** Gradient of Σ weights·losses. Ends the pass's tape. */
    public Gradients backward(List<Tensor> losses, double[] weights) {
        throw new UnsupportedOperationException();
    }

    /** Gradient of each loss with respect to {@code features}, flattened row-major; keeps the tape. */
    public double[][] gradientsAt(Tensor features, List<Tensor> losses) {
        throw new UnsupportedOperationException();
    }

    /** G[i][j] = gᵢ·gⱼ over the parameters in {@code shared}; keeps the tape. */
    public double[][] gram(List<Tensor> losses, List<Parameter> shared) {
        throw new UnsupportedOperationException();
    }

    /** The first tensor on the tape, or parameter gradient, with a NaN or infinity; null if none. */
    public @Nullable String firstNonFinite() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
