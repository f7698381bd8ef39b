package janus.models;

import janus.celeba.Batch;
import janus.engine.Pass;
import janus.engine.Step;
import janus.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a model says of batches of one size: always the same work on the same buffers, so that a device can record and
 * replay it, with the weights as they are then.
 */
public final class BatchReading implements AutoCloseable {
    /** Of each task its output [n, {@link Task#outputs}], row-major, and its mean loss over the labels present. */
    public record Said(List<float[]> outputs, double[] losses) {}

    private final MultiTask model;
    private final int n;
    private final Step step;
    private final BatchInputs inputs;

    /** Of n images of side {@code size}. */
    public BatchReading(MultiTask model, int n, int size) {
        this.model = model;
        this.n = n;
        this.step = new Step(model.parameters());
        this.inputs = BatchInputs.of(step, model.tasks(), n, size);
        step.reserve(
                model.tasks().stream().mapToInt(task -> n * task.outputs() + 1).sum());
    }

    /** Images it takes. */
    public int n() {
        return n;
    }

    /** Waits for the device. */
    public Said of(Batch batch) {
        inputs.set(batch);
        double[] results = step.infer(this::results);
        List<float[]> outputs = new ArrayList<>();
        int at = 0;
        for (Task task : model.tasks()) {
            float[] output = new float[n * task.outputs()];
            for (int i = 0; i < output.length; i++) {
                output[i] = (float) results[at++];
            }
            outputs.add(output);
        }
        return new Said(outputs, Arrays.copyOfRange(results, at, results.length));
    }

    private List<Tensor> results(Pass pass) {
        List<Tensor> outputs = model.outputs(model.features(inputs.images(pass)));
        List<Targets> targets = inputs.targets(pass);
        Stream<Tensor> losses = IntStream.range(0, outputs.size())
                .mapToObj(i -> model.tasks().get(i).loss(outputs.get(i), targets.get(i)));
        return Stream.concat(outputs.stream(), losses).toList();
    }

    @Override
    public void close() {
        step.close();
    }
}
