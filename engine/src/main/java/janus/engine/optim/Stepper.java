package janus.engine.optim;

import janus.engine.Gradients;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Shape;
import janus.kernels.Updates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What optimisers have in common: groups, the step buffer, the gate, and the count of applied steps. */
abstract class Stepper implements Optimizer {
    /** What the apply-flag of a prepared step holds until the gate overwrites it, in a replay too. */
    private static final double NOT_TAKEN = -1;

    private final Parameters parameters;
    private final List<Group> groups;
    private final double maxNorm;
    private final Buffer step;
    private double rate = Double.NaN;
    private long steps;
    private boolean pending;
    /** Whether the host has taken the pending step itself: twice would correct moments by the wrong count. */
    private boolean taken;

    private boolean applied;

    Stepper(Parameters parameters, List<Group> groups, double maxNorm) {
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("maxNorm must be positive (infinite: no clipping), given " + maxNorm);
        }
        require(parameters, groups);
        this.parameters = parameters;
        this.groups = List.copyOf(groups);
        this.maxNorm = maxNorm;
        this.step = parameters.scalars(Shape.of(Updates.RATE + groups.size()));
    }

    private static void require(Parameters parameters, List<Group> groups) {
        Set<Parameter> left = new HashSet<>(parameters.trained());
        for (Parameter parameter :
                groups.stream().flatMap(group -> group.parameters().stream()).toList()) {
            if (!left.remove(parameter)) {
                throw new IllegalArgumentException(
                        "groups: trained parameters of the optimiser's model, each once, given " + parameter.name()
                                + " again or of elsewhere");
            }
        }
    }

    /** Updates segments of the arenas. */
    abstract void update(Kernels kernels, List<Updates.Segment> segments, Buffer step, Buffer g, Buffer w);

    @Override
    public final void rate(double rate) {
        this.rate = rate;
    }

    @Override
    public final long steps() {
        requireTaken();
        return steps;
    }

    @Override
    public final void steps(long steps) {
        pending = false;
        this.steps = steps;
    }

    @Override
    public final boolean applied() {
        requireTaken();
        return applied;
    }

    /**
     * Uploads the step's numbers; {@code beta1} and {@code beta2} give the bias corrections, 0 where there are none.
     * A step that was prepared and not taken is prepared anew.
     */
    final void prepare(double beta1, double beta2) {
        if (Double.isNaN(rate)) {
            throw new IllegalStateException("the learning rate was never set");
        }
        settle();
        double t = steps + 1;
        double[] numbers = new double[step.shape().size()];
        numbers[Updates.APPLY] = NOT_TAKEN;
        numbers[Updates.CORRECTION1] = 1 - Math.pow(beta1, t);
        numbers[Updates.CORRECTION2] = 1 - Math.pow(beta2, t);
        for (int i = 0; i < groups.size(); i++) {
            numbers[Updates.RATE + i] = rate * groups.get(i).factor();
        }
        parameters.device().upload(numbers, step);
        pending = true;
        taken = false;
    }

    @Override
    public final void apply(Gradients gradients) {
        if (gradients.parameters() != parameters) {
            throw new IllegalArgumentException("gradients of another model than the optimiser's");
        }
        if (!pending || taken) {
            throw new IllegalStateException("a step that was not prepared" + (taken ? " again" : ""));
        }
        taken = true;
        Kernels kernels = parameters.device().kernels();
        kernels.gate(maxNorm, gradients.squares(), gradients.loss(), step);
        update(
                kernels,
                segments(),
                step,
                gradients.arena().flat(),
                parameters.values().flat());
        parameters.written();
    }

    private List<Updates.Segment> segments() {
        Arena values = parameters.values();
        List<Updates.Segment> segments = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            List<Parameter> live =
                    group.parameters().stream().filter(p -> !p.isFrozen()).toList();
            for (Parameters.Range range : Parameters.ranges(live)) {
                segments.add(
                        new Updates.Segment(values.start(range.from()), values.start(range.to()), i, group.decay()));
            }
        }
        return segments;
    }

    private void requireTaken() {
        settle();
        if (pending) {
            throw new IllegalStateException("the step that was prepared has not been taken; apply it first");
        }
    }

    /** Counts the step prepared last, once it is taken: only the device knows, since a replay calls nothing here. */
    private void settle() {
        if (pending) {
            double[] numbers = new double[step.shape().size()];
            parameters.device().download(step, numbers);
            pending = numbers[Updates.APPLY] == NOT_TAKEN;
            if (!pending) {
                applied = numbers[Updates.APPLY] == 1;
                steps += applied ? 1 : 0;
            }
        }
    }
}
