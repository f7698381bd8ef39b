package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Parameter;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.engine.op.BatchNorm;
import janus.kernels.Role;
import janus.kernels.Shape;

/**
 * Batch normalization of [n,c,h,w] or [n,c] with PyTorch's defaults: eps 1e-5, momentum .1. Names: {@code weight} (γ, 1),
 * {@code bias} (β, 0), {@code running_mean} (0), {@code running_var} (1).
 */
public final class BatchNorm2d implements Layer {
    static final double EPS = 1e-5;
    static final double MOMENTUM = .1;

    private final Parameter gamma;
    private final Parameter beta;
    private final Parameter mean;
    private final Parameter variance;

    public BatchNorm2d(Weights w, int c) {
        Shape vector = Shape.of(c);
        this.gamma = w.parameter("weight", Role.PLAIN, vector, Initializers.constant(1));
        this.beta = w.parameter("bias", Role.PLAIN, vector, Initializers.constant(0));
        this.mean = w.statistic("running_mean", 0, vector);
        this.variance = w.statistic("running_var", 1, vector);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor[] norm = read(x.pass());
        return x.pass().apply(new BatchNorm(EPS, MOMENTUM), x, norm[0], norm[1], norm[2], norm[3]);
    }

    /** γ, β, running mean and variance. */
    Tensor[] read(Pass pass) {
        return new Tensor[] {pass.tensor(gamma), pass.tensor(beta), pass.tensor(mean), pass.tensor(variance)};
    }
}
