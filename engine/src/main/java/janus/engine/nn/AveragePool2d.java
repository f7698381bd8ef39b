package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Tensor;

/** {@link janus.engine.op.AveragePool} as a layer. */
public record AveragePool2d(int size, int stride, int pad) implements Layer {
    @Override
    public Tensor apply(Tensor x) {
        return x.averagePool(size, stride, pad);
    }
}
