package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Tensor;

/** {@link janus.engine.op.Dropout} in training and probe passes; nothing at inference. */
public record Dropout(double rate) implements Layer {
    @Override
    public Tensor apply(Tensor x) {
        return x.pass().dropout(x, rate);
    }
}
