package janus.engine;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Philox;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One and the same training step, taken again and again. A device may record what its body does and replay that,
 * without running the body: so a body reads what changes from {@link #input inputs}, gives the same ops the same shapes
 * each time, and takes nothing back to the host. An optimiser takes part with {@link
 * janus.engine.optim.Optimizer#apply}.
 */
public final class Step implements AutoCloseable {
    /** What a recording holds for: a swap of the model's arenas asks for another. */
    private record Key(Step step, Arena values, Arena statistics) {}

    private final Parameters parameters;
    private final Device device;
    private final List<Input> inputs = new ArrayList<>();
    private final Input key;
    private final int losses;
    private final Buffer results;

    /** A step of one model that has so many losses. */
    public Step(Parameters parameters, int losses) {
        this.parameters = parameters;
        this.device = parameters.device();
        this.losses = losses;
        this.key = input(Shape.of(4), Role.PLAIN);
        this.results = device.allocate(Shape.of(losses), Role.PLAIN);
    }

    /** A new input that lives as long as the step. */
    public Input input(Shape shape, Role role) {
        Input input = new Input(device, shape, role);
        inputs.add(input);
        return input;
    }

    /**
     * Takes the step: {@code body} in a training pass of its own, or what a device remembers of it.
     *
     * @param draws key all random numbers of this time
     * @param body gives the losses, each [1]
     * @return their values. Waits for the device
     */
    public double[] run(Draws draws, Function<Pass, List<Tensor>> body) {
        key.set(Philox.words(draws.key()));
        device.repeat(new Key(this, parameters.values(), parameters.statisticValues()), () -> {
            try (Pass pass = Pass.training(device, key)) {
                keep(body.apply(pass));
            }
        });
        double[] values = new double[losses];
        device.download(results, values);
        return values;
    }

    private void keep(List<Tensor> found) {
        if (found.size() != losses) {
            throw new IllegalArgumentException("step: " + losses + " losses [1], given " + found);
        }
        for (int i = 0; i < losses; i++) {
            device.kernels().copyChannels(1, 1, 1, 0, losses, i, 1, found.get(i).buffer(), results);
        }
    }

    @Override
    public void close() {
        inputs.forEach(Input::close);
        device.free(results);
    }
}
