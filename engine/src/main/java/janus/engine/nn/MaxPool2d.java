package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Tensor;

/** {@link janus.engine.op.MaxPool} as a layer. */
public record MaxPool2d(int size, int stride, int pad) implements Layer {
    @Override
    public Tensor apply(Tensor x) {
        return x.maxPool(size, stride, pad);
    }
}
