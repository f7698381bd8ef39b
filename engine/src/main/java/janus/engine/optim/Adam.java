package janus.engine.optim;

import janus.engine.Parameters;
import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Updates;
import java.util.List;

/**
 * Adam (Kingma and Ba, 2015): w −= rate·m̂/(√v̂ + eps). AdamW (Loshchilov and Hutter, 2019) if {@code decoupled}: then
 * decay shrinks the weights directly instead of entering the gradient. As torch.optim.Adam and AdamW.
 */
public final class Adam extends Stepper {
    /** Decay of the two moments, and the term that keeps the division finite. */
    public record Settings(double beta1, double beta2, double eps, boolean decoupled) {
        public static final Settings ADAM = new Settings(.9, .999, 1e-8, false);
        public static final Settings ADAM_W = new Settings(.9, .999, 1e-8, true);
    }

    private final Settings settings;
    private final Arena m;
    private final Arena v;

    /**
     * An optimiser at rest.
     *
     * @param maxNorm longest gradient of the whole model; longer ones are scaled down to it; infinite: no clipping
     */
    public Adam(Parameters parameters, List<Group> groups, Settings settings, double maxNorm) {
        super(parameters, groups, maxNorm);
        if (!((float) settings.eps > 0)) {
            throw new IllegalArgumentException("eps must be positive as a float, given " + settings.eps);
        }
        this.settings = settings;
        this.m = parameters.slot();
        this.v = parameters.slot();
    }

    @Override
    public void prepare() {
        prepare(settings.beta1, settings.beta2);
    }

    @Override
    void update(Kernels kernels, List<Updates.Segment> segments, Buffer step, Buffer g, Buffer w) {
        Settings s = settings;
        kernels.adam(segments, s.beta1, s.beta2, s.eps, s.decoupled, step, g, m.flat(), v.flat(), w);
    }

    @Override
    public List<Arena> slots() {
        return List.of(m, v);
    }
}
