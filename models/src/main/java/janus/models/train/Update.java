package janus.models.train;

import janus.engine.Gradients;
import janus.engine.Parameters;
import janus.engine.optim.Adam;
import janus.engine.optim.Group;
import janus.engine.optim.Optimizer;
import janus.engine.optim.Schedule;
import janus.engine.optim.Sgd;
import janus.engine.optim.WeightAverage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a step changes a model's weights: by an optimiser whose rate follows a schedule, then into their average. */
final class Update {
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final double decay;
    private final @Nullable WeightAverage average;

    /** At rest, for the model called {@code name}. */
    Update(Config.Optimization o, String name, Parameters parameters, int stepsPerEpoch) {
        this.optimizer = optimizer(o, parameters);
        this.schedule = schedule(o, name, stepsPerEpoch);
        this.decay = o.average();
        this.average = decay > 0 ? new WeightAverage(parameters) : null;
    }

    private static Optimizer optimizer(Config.Optimization o, Parameters parameters) {
        List<Group> groups = Group.decayMatrices(parameters, o.decay());
        double clip = o.clip() > 0 ? o.clip() : Double.POSITIVE_INFINITY;
        return switch (o.name()) {
            case "sgd" -> new Sgd(parameters, groups, o.momentum(), o.nesterov(), clip);
            case "adam" -> new Adam(parameters, groups, Adam.Settings.ADAM, clip);
            default -> new Adam(parameters, groups, Adam.Settings.ADAM_W, clip);
        };
    }

    private static Schedule schedule(Config.Optimization o, String name, int stepsPerEpoch) {
        double rate = o.rates().getOrDefault(name, o.rate());
        long total = (long) stepsPerEpoch * o.epochs();
        return switch (o.schedule()) {
            case "cosine" -> Schedule.cosine(rate, Math.min(o.warmup(), total - 1), total);
            case "exponential" -> Schedule.exponential(rate, o.gamma(), stepsPerEpoch);
            default -> Schedule.constant(rate);
        };
    }

    /** Sends the device what is different in step {@code step}, counted from 0. */
    void prepare(long step) {
        if (average != null) {
            // at first close to a plain mean: the initial weights are forgotten within a few steps
            double applied = optimizer.steps() + 1;
            average.prepare(Math.min(decay, (1 + applied) / (10 + applied)));
        }
        optimizer.rate(schedule.rate(step));
        optimizer.prepare();
    }

    /** The step that was prepared. Takes nothing from the host, so a device may record and replay it. */
    void apply(Gradients gradients) {
        optimizer.apply(gradients);
        if (average != null) {
            average.apply(gradients);
        }
    }

    double rate(long step) {
        return schedule.rate(step);
    }

    Optimizer optimizer() {
        return optimizer;
    }

    @Nullable
    WeightAverage average() {
        return average;
    }
}
