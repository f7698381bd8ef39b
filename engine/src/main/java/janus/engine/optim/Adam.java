package janus.engine.optim;

import janus.engine.Gradients;
import janus.engine.Parameters;
import janus.kernels.Arena;
import java.util.List;

/**
 * Adam (Kingma and Ba, 2015): w −= rate·m̂/(√v̂ + eps). AdamW (Loshchilov and Hutter, 2019) if {@code decoupled}: then
 * decay shrinks the weights directly instead of entering the gradient. As torch.optim.Adam and AdamW.
 */
public final class Adam implements Optimizer {
    /** Decay of the two moments, and the term that keeps the division finite. */
    public record Settings(double beta1, double beta2, double eps, boolean decoupled) {
        public static final Settings ADAM = new Settings(.9, .999, 1e-8, false);
        public static final Settings ADAM_W = new Settings(.9, .999, 1e-8, true);
    }

    private final Stepper stepper;
    private final Settings settings;
    private final Arena m;
    private final Arena v;

    /**
     * An optimiser at rest.
     *
     * @param maxNorm longest gradient of the whole model; longer ones are scaled down to it; infinite: no clipping
     */
    public Adam(Parameters parameters, List<Group> groups, Settings settings, double maxNorm) {
        if (!((float) settings.eps > 0)) {
            throw new IllegalArgumentException("eps must be positive as a float, given " + settings.eps);
        }
        this.stepper = new Stepper(parameters, groups, maxNorm);
        this.settings = settings;
        this.m = parameters.slot();
        this.v = parameters.slot();
    }

    @Override
    public void rate(double rate) {
        stepper.rate(rate);
    }

    @Override
    public void prepare() {
        stepper.prepare(settings.beta1, settings.beta2);
    }

    @Override
    public void apply(Gradients gradients) {
        stepper.apply(
                gradients,
                (kernels, segments, step, g, w) -> kernels.adam(
                        segments,
                        settings.beta1,
                        settings.beta2,
                        settings.eps,
                        settings.decoupled,
                        step,
                        g,
                        m.flat(),
                        v.flat(),
                        w));
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
        return List.of(m, v);
    }
}
