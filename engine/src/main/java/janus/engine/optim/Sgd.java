package janus.engine.optim;

import janus.engine.Parameters;
import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Updates;
import java.util.List;

/**
 * Stochastic gradient descent: g' = clip·g + decay·w; m = momentum·m + g'; w −= rate·(nesterov ? g' + momentum·m : m),
 * as torch.optim.SGD without dampening.
 */
public final class Sgd extends Stepper {
    private final double momentum;
    private final boolean nesterov;
    private final Arena m;

    /**
     * An optimiser at rest.
     *
     * @param maxNorm longest gradient of the whole model; longer ones are scaled down to it; infinite: no clipping
     */
    public Sgd(Parameters parameters, List<Group> groups, double momentum, boolean nesterov, double maxNorm) {
        super(parameters, groups, maxNorm);
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.m = parameters.slot();
    }

    @Override
    public void prepare() {
        prepare(0, 0);
    }

    @Override
    void update(Kernels kernels, List<Updates.Segment> segments, Buffer step, Buffer g, Buffer w) {
        kernels.sgd(segments, momentum, nesterov, step, g, m.flat(), w);
    }

    @Override
    public List<Arena> slots() {
        return List.of(m);
    }
}
