package janus.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.engine.Draws;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.engine.Weights;
import janus.kernels.Device;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
    private final Device device = new ReferenceDevice();

    @Test
    void averageStartsAtTheWeightsAndFollowsThem() {
        Weights w = Weights.root(Draws.of(0));
        Parameter weight = Steps.weight(w, "w");
        Parameter statistic = w.statistic("s", 3, Shape.of(1));
        Parameters parameters = w.build(device);
        WeightAverage average = new WeightAverage(parameters);
        assertThat(average.evaluate(weight::toDoubles)).containsExactly(Steps.START);
        weight.set(new double[] {4, 4, 4, 4});
        statistic.set(new double[] {7});
        average.prepare(.75);
        average.apply(Steps.gradients(device, weight, 1, 1, 1, 1));
        assertThat(average.evaluate(weight::toDoubles))
                .containsExactly(new double[] {1.375, .25, 2.5, 1}, within(1e-15));
        assertThat(average.evaluate(statistic::toDoubles)).containsExactly(4);
        assertThat(weight.toDoubles()).containsOnly(4);
        assertThatThrownBy(() -> average.evaluate(() -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(weight.toDoubles()).as("weights are back after an exception").containsOnly(4);
    }

    @Test
    void decayIsBelowOne() {
        Parameters parameters = Weights.root(Draws.of(0)).build(device);
        WeightAverage average = new WeightAverage(parameters);
        assertThatThrownBy(() -> average.prepare(1)).hasMessage("0 ≤ decay < 1, given 1.0");
    }
}
