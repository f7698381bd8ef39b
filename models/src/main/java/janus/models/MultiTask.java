package janus.models;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Layer;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.engine.nn.Linear;
import janus.kernels.Device;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One trunk and a head per task, Linear–ReLU–Linear each. A single-task model is one with a list of one. Initial values
 * depend on seed and name alone, so equal parts of two models start equal.
 */
public final class MultiTask implements AutoCloseable {
    private static final int HIDDEN = 256;

    private final ResNet18 trunk;
    private final List<Task> tasks;
    private final List<Layer> heads = new ArrayList<>();
    private final Parameters parameters;
    private final boolean frozen;

    /** With {@code frozen}, the trunk's weights take no gradient; its BatchNorm still follows the kind of pass. */
    public MultiTask(Device device, Draws initial, double width, List<Task> tasks, boolean frozen) {
        Weights w = Weights.root(initial);
        this.trunk = new ResNet18(w, width);
        this.tasks = List.copyOf(tasks);
        this.frozen = frozen;
        for (Task task : tasks) {
            Weights head = w.in(task.name());
            heads.add(new Linear(head.in("0"), trunk.features(), HIDDEN)
                    .then(Tensor::relu)
                    .then(new Linear(head.in("2"), HIDDEN, task.outputs())));
        }
        this.parameters = w.build(device);
        if (frozen) {
            trunkParameters().forEach(Parameter::freeze);
        }
    }

    public List<Task> tasks() {
        return tasks;
    }

    public Parameters parameters() {
        return parameters;
    }

    /** The parameters all tasks share: the trunk's, named without a task's prefix. */
    public List<Parameter> trunkParameters() {
        return parameters.all().stream()
                .filter(p -> tasks.stream().noneMatch(task -> p.name().startsWith(task.name() + ".")))
                .toList();
    }

    /** What more than one loss of {@link #parts} reaches: the trunk's parameters, and hidden layers of such heads. */
    public List<Parameter> sharedParameters() {
        List<Parameter> shared = new ArrayList<>(trunkParameters());
        for (Task task : tasks) {
            parameters.all().stream()
                    .filter(p -> task.parts().size() > 1 && p.name().startsWith(task.name() + ".0."))
                    .forEach(shared::add);
        }
        return shared;
    }

    /** Whether the trunk's weights are kept as they are. */
    public boolean frozen() {
        return frozen;
    }

    /** Features [n, {@link ResNet18#features}] of a batch. */
    public Tensor features(Pass pass, Batch batch) {
        return trunk.apply(images(pass, batch));
    }

    /** As {@link #features}, with the trunk's running statistics and no gradient through it, in any kind of pass. */
    public Tensor frozenFeatures(Pass pass, Batch batch) {
        return pass.frozen(trunk, images(pass, batch));
    }

    private static Tensor images(Pass pass, Batch batch) {
        return pass.images(Shape.of(batch.n(), 3, batch.size(), batch.size()), batch.images());
    }

    /** One output [n, {@link Task#outputs}] per task. */
    public List<Tensor> outputs(Tensor features) {
        return IntStream.range(0, tasks.size())
                .mapToObj(i -> tasks.get(i).output(heads.get(i).apply(features)))
                .toList();
    }

    /** One loss [1] per task. */
    public List<Tensor> losses(List<Tensor> outputs, Batch batch) {
        List<Tensor> losses = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            losses.add(tasks.get(i).loss(outputs.get(i), batch));
        }
        return losses;
    }

    /** Names of the losses that {@link #partLosses} gives apart. */
    public List<String> parts() {
        return tasks.stream().flatMap(task -> task.parts().stream()).toList();
    }

    /** One loss [1] for each of {@link #parts}. */
    public List<Tensor> partLosses(List<Tensor> outputs, Batch batch) {
        List<Tensor> losses = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            losses.addAll(tasks.get(i).losses(outputs.get(i), batch));
        }
        return losses;
    }

    /** Numbers of {@link #parts} as means of each task's. */
    public double[] byTask(double[] parts) {
        double[] means = new double[tasks.size()];
        int from = 0;
        for (int i = 0; i < means.length; i++) {
            int count = tasks.get(i).parts().size();
            means[i] = Arrays.stream(parts, from, from + count).sum() / count;
            from += count;
        }
        return means;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
