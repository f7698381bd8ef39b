package janus.engine.optim;

import janus.engine.Gradients;
import janus.engine.Parameters;
import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
import java.util.List;
import java.util.function.Supplier;

/**
 * average = decay·average + (1 − decay)·weights after each applied step, over trained values and running statistics
 * (Polyak and Juditsky, 1992). Starts at the weights it was made with.
 */
public final class WeightAverage {
    private final Parameters parameters;
    private final double decay;
    private final Arena values;
    private final Arena statistics;
    private final Buffer step;

    public WeightAverage(Parameters parameters, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("0 ≤ decay < 1, given " + decay);
        }
        this.parameters = parameters;
        this.decay = decay;
        this.values = parameters.slot();
        this.statistics = parameters.statisticSlot();
        this.step = parameters
                .scalars(List.of(new Arena.Slot(Shape.of(Updates.STEP), Role.PLAIN)))
                .views()
                .getFirst();
        copy(parameters.values(), values);
        copy(parameters.statisticValues(), statistics);
    }

    private void copy(Arena from, Arena to) {
        parameters.device().kernels().copy(from.flat().shape(), from.flat(), to.flat());
    }

    /** Takes the weights in, after an optimiser step with these gradients; one that was not applied is left out. */
    public void update(Gradients gradients) {
        update(gradients, decay);
    }

    /** As {@link #update(Gradients)}, with another decay this time: a small one soon forgets the initial weights. */
    public void update(Gradients gradients, double decay) {
        prepare(decay);
        apply(gradients);
    }

    /** Sends the device the decay of the next {@link #apply}. */
    public void prepare(double decay) {
        upload(0, decay);
    }

    /** The update that was prepared. Takes nothing from the host, so a device may record and replay it. */
    public void apply(Gradients gradients) {
        parameters.device().kernels().gate(Double.POSITIVE_INFINITY, gradients.squares(), gradients.loss(), step);
        average();
    }

    /** Runs {@code body} with the averages in the place of the weights. */
    public <T> T evaluate(Supplier<T> body) {
        Arena ownValues = parameters.values();
        Arena ownStatistics = parameters.statisticValues();
        parameters.use(values, statistics);
        try {
            return body.get();
        } finally {
            parameters.use(ownValues, ownStatistics);
        }
    }

    /** Averages of values, then of statistics, for checkpoints. */
    public List<Arena> slots() {
        return List.of(values, statistics);
    }

    private void upload(double apply, double decay) {
        double[] numbers = new double[Updates.STEP];
        numbers[Updates.APPLY] = apply;
        numbers[Updates.DECAY] = decay;
        parameters.device().upload(numbers, step);
    }

    private void average() {
        Buffer x = parameters.values().flat();
        parameters.device().kernels().average(x.shape().size(), step, x, values.flat());
        Buffer s = parameters.statisticValues().flat();
        parameters.device().kernels().average(s.shape().size(), step, s, statistics.flat());
    }
}
