package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Parameter;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.kernels.Role;
import janus.kernels.Shape;
import org.jspecify.annotations.Nullable;

/** Convolution of [n,c,h,w] with a filter [k,c,size,size] named {@code weight}, and a {@code bias} [k] if wished. */
public final class Conv2d implements Layer {
    private final int stride;
    private final int pad;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /** Starts as PyTorch's default: uniform by fan-in c·size². */
    public Conv2d(Weights w, int c, int k, int size, int stride, int pad, boolean biased) {
        this.stride = stride;
        this.pad = pad;
        Weights.Initializer start = Initializers.uniformFanIn(c * size * size);
        this.weight = w.parameter("weight", Role.FILTER, Shape.of(k, c, size, size), start);
        this.bias = biased ? w.parameter("bias", Role.PLAIN, Shape.of(k), start) : null;
    }

    @Override
    public Tensor apply(Tensor x) {
        Pass pass = x.pass();
        janus.engine.op.Conv2d op = new janus.engine.op.Conv2d(stride, pad);
        return bias == null
                ? pass.apply(op, x, pass.tensor(weight))
                : pass.apply(op, x, pass.tensor(weight), pass.tensor(bias));
    }
}
