package janus.models.train;

import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.engine.optim.Optimizer;
import janus.engine.optim.WeightAverage;
import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.models.weights.Array;
import janus.models.weights.DeviceValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All arrays that decide how a model's training goes on, by name; and its best weights. */
final class State {
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final @Nullable WeightAverage average;
    private final Arena bestValues;
    private final Arena bestStatistics;

    State(Parameters parameters, Optimizer optimizer, @Nullable WeightAverage average) {
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.average = average;
        this.bestValues = parameters.slot();
        this.bestStatistics = parameters.statisticSlot();
    }

    /** {@code weights/…}, {@code slot0/…}, {@code average/…}, {@code best/…}, each below {@code prefix}. */
    Map<String, DeviceValues> arrays(String prefix) {
        Map<String, DeviceValues> arrays = new LinkedHashMap<>();
        put(arrays, prefix + "weights/", parameters.trained(), parameters.values());
        put(arrays, prefix + "weights/", parameters.statistics(), parameters.statisticValues());
        for (int i = 0; i < optimizer.slots().size(); i++) {
            put(
                    arrays,
                    prefix + "slot" + i + "/",
                    parameters.trained(),
                    optimizer.slots().get(i));
        }
        if (average != null) {
            put(
                    arrays,
                    prefix + "average/",
                    parameters.trained(),
                    average.slots().get(0));
            put(
                    arrays,
                    prefix + "average/",
                    parameters.statistics(),
                    average.slots().get(1));
        }
        put(arrays, prefix + "best/", parameters.trained(), bestValues);
        put(arrays, prefix + "best/", parameters.statistics(), bestStatistics);
        return arrays;
    }

    private void put(Map<String, DeviceValues> arrays, String prefix, List<Parameter> names, Arena arena) {
        for (Parameter parameter : names) {
            Buffer buffer = arena.views().get(parameter.index());
            arrays.put(prefix + parameter.name(), new DeviceValues(parameters.device(), buffer));
        }
    }

    /** Copies the weights in use now. */
    void keepBest() {
        copy(parameters.values(), bestValues);
        copy(parameters.statisticValues(), bestStatistics);
    }

    /** Runs {@code body} with the best weights in use. */
    <T> T withBest(Supplier<T> body) {
        return parameters.with(bestValues, bestStatistics, body);
    }

    // through the host: an upload renews what a device has derived from a filter
    private void copy(Arena from, Arena to) {
        Device device = parameters.device();
        for (int i = 0; i < from.views().size(); i++) {
            Array array = new DeviceValues(device, from.views().get(i)).fetch();
            new DeviceValues(device, to.views().get(i)).set(array);
        }
    }
}
