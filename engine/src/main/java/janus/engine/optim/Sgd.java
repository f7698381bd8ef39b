package janus.engine.optim;

import janus.engine.Gradients;
import janus.engine.Parameters;
import janus.kernels.Arena;
import java.util.List;

/**
 * Stochastic gradient descent: g' = clip·g + decay·w; m = momentum·m + g'; w −= rate·(nesterov ? g' + momentum·m : m),
 * as torch.optim.SGD without dampening.
 */
public final class Sgd implements Optimizer {
    private final Stepper stepper;
    private final double momentum;
    private final boolean nesterov;
    private final Arena m;

    /**
     * An optimiser at rest.
     *
     * @param maxNorm longest gradient of the whole model; longer ones are scaled down to it; infinite: no clipping
     */
    public Sgd(Parameters parameters, List<Group> groups, double momentum, boolean nesterov, double maxNorm) {
        this.stepper = new Stepper(parameters, groups, maxNorm);
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.m = parameters.slot();
    }

    @Override
    public void rate(double rate) {
        stepper.rate(rate);
    }

    @Override
    public void prepare() {
        stepper.prepare(0, 0);
    }

    @Override
    public void apply(Gradients gradients) {
        stepper.apply(
                gradients,
                (kernels, segments, step, g, w) -> kernels.sgd(segments, momentum, nesterov, step, g, m.flat(), w));
    }

    @Override
    public boolean applied() {
        return stepper.applied();
    }

    @Override
    public long steps() {
        return stepper.steps();
    }

    @Override
    public void steps(long steps) {
        stepper.steps(steps);
    }

    @Override
    public List<Arena> slots() {
        return List.of(m);
    }
}
