package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Tensor;
import janus.engine.Weights;

/** Convolution without bias, batch normalization, optional addition and ReLU, as one fused op. */
public final class ConvBatchNorm implements Layer {
    /** Filter [k,c,size,size] named {@code conv.weight}; γ, β and statistics below {@code norm}. */
    public ConvBatchNorm(Weights conv, Weights norm, int c, int k, int size, int stride, int pad) {
        throw new UnsupportedOperationException();
    }

    /** norm(conv(x)). */
    @Override
    public Tensor apply(Tensor x) {
        throw new UnsupportedOperationException();
    }

    /** max(norm(conv(x)), 0). */
    public Tensor relu(Tensor x) {
        throw new UnsupportedOperationException();
    }

    /** max(norm(conv(x)) + residual, 0). */
    public Tensor addRelu(Tensor x, Tensor residual) {
        throw new UnsupportedOperationException();
    }
}
