package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Tensor;
import janus.engine.Weights;

/** y = x·Wᵀ + b: x [n,in], W [out,in], b [out]. */
public final class Linear implements Layer {
    public Linear(Weights w, int in, int out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tensor apply(Tensor x) {
        throw new UnsupportedOperationException();
    }
}
