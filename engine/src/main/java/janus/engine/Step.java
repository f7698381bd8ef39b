package janus.engine;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Philox;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One and the same step of training or inference, taken again and again. A device may record what its body does and
 * replay that, without running the body: so a body reads what changes from {@link #input inputs}, gives the same ops
 * the same shapes each time, and takes nothing back to the host. An optimiser takes part with {@link
 * janus.engine.optim.Optimizer#apply}.
 */
public final class Step implements AutoCloseable {
    /** What a recording holds for: a swap of the model's arenas asks for another. */
    private record Key(Step step, Arena values, Arena statistics) {}

    private final Parameters parameters;
    private final Device device;
    private final List<Input> inputs = new ArrayList<>();
    private final Input key;
    private final List<Integer> sizes;
    private final Buffer results;

    private Step(Parameters parameters, List<Integer> sizes) {
        this.parameters = parameters;
        this.device = parameters.device();
        this.sizes = sizes;
        this.key = input(Shape.of(4), Role.PLAIN);
        this.results =
                device.allocate(Shape.of(sizes.stream().mapToInt(size -> size).sum()), Role.PLAIN);
    }

    /** A training step of one model that has so many losses. */
    public static Step training(Parameters parameters, int losses) {
        return new Step(parameters, Collections.nCopies(losses, 1));
    }

    /** A pass over one model that is only read, with results of these sizes. */
    public static Step inference(Parameters parameters, int... sizes) {
        return new Step(parameters, Arrays.stream(sizes).boxed().toList());
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
        return repeated(() -> Pass.training(device, key), body);
    }

    /** As {@link #run}, in an inference pass; gives the results' numbers, one result after the other. */
    public double[] infer(Function<Pass, List<Tensor>> body) {
        return repeated(() -> Pass.inference(device), body);
    }

    private double[] repeated(Supplier<Pass> open, Function<Pass, List<Tensor>> body) {
        device.repeat(new Key(this, parameters.values(), parameters.statisticValues()), () -> {
            try (Pass pass = open.get()) {
                keep(body.apply(pass));
            }
        });
        double[] values = new double[results.shape().size()];
        device.download(results, values);
        return values;
    }

    private void keep(List<Tensor> found) {
        List<Integer> given =
                found.stream().map(tensor -> tensor.shape().size()).toList();
        if (!given.equals(sizes)) {
            throw new IllegalArgumentException("step: results of sizes " + sizes + ", given " + found);
        }
        int at = 0;
        for (int i = 0; i < sizes.size(); i++) {
            int size = sizes.get(i);
            device.kernels()
                    .copyChannels(
                            1,
                            1,
                            size,
                            0,
                            results.shape().size(),
                            at,
                            size,
                            found.get(i).buffer(),
                            results);
            at += size;
        }
    }

    @Override
    public void close() {
        inputs.forEach(Input::close);
        device.free(results);
    }
}
