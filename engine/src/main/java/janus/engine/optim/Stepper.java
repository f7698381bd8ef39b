package janus.engine.optim;

import janus.engine.Gradients;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
import java.util.ArrayList;
import java.util.List;

/** What optimisers have in common: groups, the step buffer of each, the gate, and the count of applied steps. */
final class Stepper {
    /** Updates one range of the arenas with its group's step buffer. */
    @FunctionalInterface
    interface Update {
        void apply(Group group, Parameters.Range range, Buffer step, Buffer g, Buffer w);
    }

    /** What the apply-flag of a prepared step holds until the gate overwrites it, in a replay too. */
    private static final double NOT_TAKEN = -1;

    private final Parameters parameters;
    private final List<Group> groups;
    private final double maxNorm;
    private final List<Buffer> buffers;
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
        this.parameters = parameters;
        this.groups = List.copyOf(groups);
        this.maxNorm = maxNorm;
        List<Arena.Slot> slots = new ArrayList<>();
        groups.forEach(group -> slots.add(new Arena.Slot(Shape.of(Updates.STEP), Role.PLAIN)));
        this.buffers = parameters.scalars(slots).views();
    }

    void rate(double rate) {
        this.rate = rate;
    }

    long steps() {
        requireTaken();
        return steps;
    }

    void steps(long steps) {
        pending = false;
        this.steps = steps;
    }

    boolean applied() {
        requireTaken();
        return applied;
    }

    /**
     * Uploads each group's numbers; {@code beta1} and {@code beta2} give the bias corrections, 0 where there are none.
     * A step that was prepared and not taken is prepared anew.
     */
    void prepare(double beta1, double beta2) {
        if (Double.isNaN(rate)) {
            throw new IllegalStateException("the learning rate was never set");
        }
        settle();
        double t = steps + 1;
        for (int i = 0; i < groups.size(); i++) {
            double[] numbers = new double[Updates.STEP];
            numbers[Updates.APPLY] = NOT_TAKEN;
            numbers[Updates.RATE] = rate * groups.get(i).factor();
            numbers[Updates.CORRECTION1] = 1 - Math.pow(beta1, t);
            numbers[Updates.CORRECTION2] = 1 - Math.pow(beta2, t);
            parameters.device().upload(numbers, buffers.get(i));
        }
        pending = true;
        taken = false;
    }

    /** Updates all groups, each gated, with the numbers uploaded last. */
    void apply(Gradients gradients, Update update) {
        if (gradients.parameters() != parameters) {
            throw new IllegalArgumentException("gradients of another model than the optimiser's");
        }
        if (!pending || taken) {
            throw new IllegalStateException("a step that was not prepared" + (taken ? " again" : ""));
        }
        taken = true;
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            parameters.device().kernels().gate(maxNorm, gradients.squares(), gradients.loss(), buffers.get(i));
            List<Parameter> live =
                    group.parameters().stream().filter(p -> !p.isFrozen()).toList();
            for (Parameters.Range range : Parameters.ranges(live)) {
                Buffer g = gradients.arena().range(range.from(), range.to());
                update.apply(
                        group, range, buffers.get(i), g, parameters.values().range(range.from(), range.to()));
            }
        }
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
            double[] numbers = new double[Updates.STEP];
            parameters.device().download(buffers.getFirst(), numbers);
            pending = numbers[Updates.APPLY] == NOT_TAKEN;
            if (!pending) {
                applied = numbers[Updates.APPLY] == 1;
                steps += applied ? 1 : 0;
            }
        }
    }
}
