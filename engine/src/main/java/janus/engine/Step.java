package janus.engine;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Philox;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One and the same step of training or inference, taken again and again. A device may record what its body does and
 * replay that, without running the body: so a body reads what changes from {@link #input inputs}, gives the same ops
 * the same shapes each time, and takes nothing back to the host, but where it comes to a {@link Halt}. An optimiser
 * takes part with {@link janus.engine.optim.Optimizer#apply}.
 */
public final class Step implements AutoCloseable {
    /**
     * Where a body waits for the host.
     *
     * @param results PLAIN tensors whose numbers the host reads
     * @param rest how the body goes on, in the same pass, with what the host then set
     */
    public record Halt(List<Tensor> results, Runnable rest) {}

    /** What a recording holds for: a swap of the model's arenas asks for another, and so do other frozen parameters. */
    private record Key(Step step, boolean learns, List<Parameter> frozen, Arena values, Arena statistics) {}

    private final Parameters parameters;
    private final Device device;
    private final List<Input> inputs = new ArrayList<>();
    private final Input key;
    private List<Integer> sizes = List.of();
    private @Nullable Buffer results;

    /** Of one model. What it takes it gives back at {@link #close}. */
    public Step(Parameters parameters) {
        this.parameters = parameters;
        this.device = parameters.device();
        this.key = input(Shape.of(4), Role.PLAIN);
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
     * @param body gives what the host reads: PLAIN tensors, such as the losses
     * @return its numbers, one tensor's after the other. Waits for the device
     */
    public double[] run(Draws draws, Function<Pass, List<Tensor>> body) {
        key.set(Philox.words(draws.key()));
        return repeated(true, () -> Pass.training(device, key), body);
    }

    /** As {@link #run(Draws, Function)}, with a halt, where {@code host} gets the numbers. */
    public double[] run(Draws draws, Function<Pass, Halt> body, Consumer<double[]> host) {
        key.set(Philox.words(draws.key()));
        try (Halted halted = new Halted()) {
            device.repeat(key(true), () -> halted.at(body), () -> halted.give(host), () -> halted.rest.run());
            return halted.numbers;
        }
    }

    /** One time of a body that halts; without a pass where it is replayed. */
    private final class Halted implements AutoCloseable {
        private @Nullable Pass pass;
        private Runnable rest = () -> {};
        private double[] numbers = {};

        void at(Function<Pass, Halt> body) {
            pass = Pass.training(device, key);
            Halt halt = body.apply(pass);
            keep(halt.results());
            rest = halt.rest();
        }

        void give(Consumer<double[]> host) {
            numbers = Step.this.numbers();
            host.accept(numbers);
        }

        @Override
        public void close() {
            if (pass != null) {
                pass.close();
            }
        }
    }

    /** As {@link #run(Draws, Function)}, in an inference pass. */
    public double[] infer(Function<Pass, List<Tensor>> body) {
        return repeated(false, () -> Pass.inference(device), body);
    }

    private double[] repeated(boolean learns, Supplier<Pass> open, Function<Pass, List<Tensor>> body) {
        device.repeat(key(learns), () -> {
            try (Pass pass = open.get()) {
                keep(body.apply(pass));
            }
        });
        return numbers();
    }

    private Key key(boolean learns) {
        List<Parameter> frozen =
                parameters.trained().stream().filter(Parameter::isFrozen).toList();
        return new Key(this, learns, frozen, parameters.values(), parameters.statisticValues());
    }

    private double[] numbers() {
        Buffer read = Objects.requireNonNull(results);
        double[] numbers = new double[read.shape().size()];
        device.download(read, numbers);
        return numbers;
    }

    /** Makes room for so many results now. Where the first step takes it, recording the second lacks that memory. */
    public void reserve(int numbers) {
        if (results == null) {
            results = device.allocate(Shape.of(numbers), Role.PLAIN);
        }
    }

    private void keep(List<Tensor> found) {
        List<Integer> given =
                found.stream().map(tensor -> tensor.shape().size()).toList();
        found.stream().filter(tensor -> tensor.role() != Role.PLAIN).findFirst().ifPresent(map -> {
            throw new IllegalArgumentException("step: PLAIN results, given " + map + ", which is " + map.role());
        });
        int total = given.stream().mapToInt(size -> size).sum();
        reserve(total);
        sizes = sizes.isEmpty() ? given : sizes;
        Buffer results = Objects.requireNonNull(this.results);
        if (!given.equals(sizes) || results.shape().size() != total) {
            throw new IllegalArgumentException("step: results of sizes " + sizes + ", given " + found);
        }
        int at = 0;
        for (int i = 0; i < sizes.size(); i++) {
            int size = sizes.get(i);
            device.kernels()
                    .copyChannels(1, 1, size, 0, total, at, size, found.get(i).buffer(), results);
            at += size;
        }
    }

    @Override
    public void close() {
        inputs.forEach(Input::close);
        inputs.clear();
        if (results != null) {
            device.free(results);
            results = null;
        }
    }
}
