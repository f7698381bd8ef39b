package janus.engine.optim;

import janus.engine.Gradients;
import janus.engine.Parameters;
import janus.kernels.Arena;
import janus.kernels.Buffer;
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
    private final Arena values;
    private final Arena statistics;
    private final Buffer step;

    public WeightAverage(Parameters parameters) {
        this.parameters = parameters;
        this.values = parameters.slot();
        this.statistics = parameters.statisticSlot();
        this.step = parameters.scalars(Shape.of(Updates.STEP));
        copy(parameters.values(), values);
        copy(parameters.statisticValues(), statistics);
    }

    private void copy(Arena from, Arena to) {
        parameters.device().kernels().copy(from.flat().shape(), from.flat(), to.flat());
    }

    /** Sends the device the decay of the next {@link #apply}: a small one soon forgets the initial weights. */
    public void prepare(double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("0 ≤ decay < 1, given " + decay);
        }
        double[] numbers = new double[Updates.STEP];
        numbers[Updates.DECAY] = decay;
        parameters.device().upload(numbers, step);
    }

    /**
     * Takes the weights in, after an optimiser step with these gradients; one that was not applied is left out. Takes
     * nothing from the host, so a device may record and replay it.
     */
    public void apply(Gradients gradients) {
        parameters.device().kernels().gate(Double.POSITIVE_INFINITY, gradients.squares(), gradients.loss(), step);
        average(parameters.values(), values);
        average(parameters.statisticValues(), statistics);
    }

    private void average(Arena from, Arena to) {
        parameters.device().kernels().average(from.flat().shape().size(), step, from.flat(), to.flat());
    }

    /** Runs {@code body} with the averages in the place of the weights. */
    public <T> T evaluate(Supplier<T> body) {
        return parameters.with(values, statistics, body);
    }

    /** Averages of values, then of statistics, for checkpoints. */
    public List<Arena> slots() {
        return List.of(values, statistics);
    }
}
