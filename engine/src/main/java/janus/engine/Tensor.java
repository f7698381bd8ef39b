package janus.engine;

import janus.kernels.Shape;

/** A value inside a {@link Pass}. It dies with its pass, or earlier once nothing on the tape needs it. */
public final class Tensor {
    Tensor() {}

    public Shape shape() {
        throw new UnsupportedOperationException();
    }

    public Pass pass() {
        throw new UnsupportedOperationException();
    }

    public Tensor plus(Tensor other) {
        throw new UnsupportedOperationException();
    }

    public Tensor minus(Tensor other) {
        throw new UnsupportedOperationException();
    }

    /** Elementwise product. */
    public Tensor times(Tensor other) {
        throw new UnsupportedOperationException();
    }

    public Tensor times(double factor) {
        throw new UnsupportedOperationException();
    }

    /** Matrix product of [m,k] and [k,n]. */
    public Tensor matmul(Tensor other) {
        throw new UnsupportedOperationException();
    }

    public Tensor relu() {
        throw new UnsupportedOperationException();
    }

    public Tensor sigmoid() {
        throw new UnsupportedOperationException();
    }

    /** Sum of all elements, shape [1]. */
    public Tensor sum() {
        throw new UnsupportedOperationException();
    }

    /** Mean of all elements, shape [1]. */
    public Tensor mean() {
        throw new UnsupportedOperationException();
    }

    /** [n,c,h,w] to [n, c·h·w]. */
    public Tensor flatten() {
        throw new UnsupportedOperationException();
    }

    /** [n,c,h,w] to [n,c]: the mean over pixels. */
    public Tensor globalAveragePool() {
        throw new UnsupportedOperationException();
    }

    /** The only number of a tensor of size 1. Waits for the device. */
    public double item() {
        throw new UnsupportedOperationException();
    }

    /** All numbers, row-major. Waits for the device. */
    public float[] toFloats() {
        throw new UnsupportedOperationException();
    }

    public double[] toDoubles() {
        throw new UnsupportedOperationException();
    }
}
