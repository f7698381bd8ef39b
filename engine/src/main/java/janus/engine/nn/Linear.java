package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Parameter;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.kernels.Role;
import janus.kernels.Shape;

/** y = x·Wᵀ + b: x [n,in], W [out,in] named {@code weight}, b [out] named {@code bias}. */
public final class Linear implements Layer {
    private final Parameter weight;
    private final Parameter bias;

    public Linear(Weights w, int in, int out) {
        weight = w.parameter("weight", Role.PLAIN, Shape.of(out, in), Initializers.uniformFanIn(in));
        bias = w.parameter("bias", Role.PLAIN, Shape.of(out), Initializers.uniformFanIn(in));
    }

    @Override
    public Tensor apply(Tensor x) {
        Pass pass = x.pass();
        return pass.apply(new janus.engine.op.Linear(), x, pass.tensor(weight), pass.tensor(bias));
    }
}
