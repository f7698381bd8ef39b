package janus.models;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Layer;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.engine.Work;
import janus.engine.nn.Linear;
import janus.kernels.Device;
import janus.kernels.Pictures;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A trunk, all of it shared or only its first stages, and a head per task, Linear–ReLU–Linear each. A single-task model
 * is one with a list of one. Initial values depend on seed and name alone, and those of a part that a task has for
 * itself on its name without the task: so equal parts of two models start equal, shared or not.
 *
 * <p>With nothing shared ({@link Trunk#split} 0) each task's part trains as the single-task model does, to the bit,
 * since a gradient reaches one part alone, and SGD, Adam and weight averages go by each weight's own numbers. Two
 * things still couple the parts: a norm for clipping is that of all gradients together, and a loss or gradient that is
 * not finite holds all of them back. Where training stops, and which epoch was best, a run decides for a whole model.
 */
public final class MultiTask implements AutoCloseable {
    private static final int HIDDEN = 256;

    private final Trunk trunk;
    private final Layer shared;
    private final List<Task> tasks;
    private final List<Layer> own = new ArrayList<>();
    private final List<Layer> heads = new ArrayList<>();
    private final Parameters parameters;

    /** All of the trunk is shared. With {@code frozen}, its BatchNorm still follows the kind of pass. */
    public MultiTask(Device device, Draws initial, double width, List<Task> tasks, boolean frozen) {
        this(device, initial, new Trunk(width, ResNet18.STAGES, frozen, false), tasks);
    }

    public MultiTask(Device device, Draws initial, Trunk trunk, List<Task> tasks) {
        Weights w = Weights.root(initial);
        int split = tasks.size() > 1 ? trunk.split() : ResNet18.STAGES;
        this.trunk = trunk;
        this.shared = new ResNet18(w, trunk.width(), 0, split);
        this.tasks = List.copyOf(tasks);
        for (Task task : tasks) {
            Weights head = w.in(task.name());
            own.add(new ResNet18(w.copy(task.name()), trunk.width(), split, ResNet18.STAGES));
            heads.add(new Linear(head.in("0"), ResNet18.features(trunk.width()), HIDDEN)
                    .then(Tensor::relu)
                    .then(new Linear(head.in("2"), HIDDEN, task.outputs())));
        }
        this.parameters = w.build(device);
        if (trunk.frozen()) {
            trunkParameters().forEach(Parameter::freeze);
        }
    }

    public List<Task> tasks() {
        return tasks;
    }

    public Parameters parameters() {
        return parameters;
    }

    /** The trunk's parameters: those that all tasks share, and those that a task has for itself. */
    public List<Parameter> trunkParameters() {
        // a head's layers have numbers, a trunk's have names
        return parameters.all().stream()
                .filter(p -> !Character.isDigit(localName(p).charAt(0)))
                .toList();
    }

    /** A parameter's name without its task: in the trunk torchvision's, in a head {@code 0.weight}. */
    public String localName(Parameter parameter) {
        Task owner = owner(parameter);
        return owner == null
                ? parameter.name()
                : parameter.name().substring(owner.name().length() + 1);
    }

    /** The task that has a parameter for itself; null if all share it. */
    private @Nullable Task owner(Parameter parameter) {
        return tasks.stream()
                .filter(task -> parameter.name().startsWith(task.name() + "."))
                .findAny()
                .orElse(null);
    }

    /** What more than one loss of {@link #parts} reaches: shared stages, and all but the last layer of such a task. */
    public List<Parameter> sharedParameters() {
        return parameters.all().stream()
                .filter(p -> {
                    Task owner = owner(p);
                    return owner == null
                            || (owner.parts().size() > 1 && !localName(p).startsWith("2."));
                })
                .toList();
    }

    /** What the shared stages make of a batch: features [n, {@link ResNet18#features}] if they are all. */
    public Tensor features(Pass pass, Batch batch) {
        return features(BatchInputs.images(pass, batch));
    }

    /** As {@link #features(Pass, Batch)}, of images [n,3,h,w] that are on the device. */
    public Tensor features(Tensor images) {
        return run(shared, images);
    }

    /** One output [n, {@link Task#outputs}] per task. */
    public List<Tensor> outputs(Tensor features) {
        return IntStream.range(0, tasks.size())
                .mapToObj(i -> tasks.get(i).output(heads.get(i).apply(run(own.get(i), features))))
                .toList();
    }

    private Tensor run(Layer stages, Tensor x) {
        return trunk.frozen() && trunk.running()
                ? x.pass().frozen(stages, x)
                : x.pass().scoped(stages, x);
    }

    /** Multiply-adds of one image of side {@code size}, and of its backward walk where parameters are not frozen. */
    public Work work(int size) {
        Shape image = Shape.of(1, Pictures.CHANNELS, size, size);
        try (Pass pass = Pass.training(parameters.device(), Draws.of(0))) {
            outputs(features(pass.images(image, new float[image.size()])));
            return pass.work();
        }
    }

    /** Names of the losses that {@link #partLosses} gives apart. */
    public List<String> parts() {
        return tasks.stream().flatMap(task -> task.parts().stream()).toList();
    }

    /** One loss [1] of a batch for each of {@link #parts}. */
    public List<Tensor> partLosses(Pass pass, Batch batch) {
        return partLosses(outputs(features(pass, batch)), batch);
    }

    /** As {@link #partLosses(Pass, Batch)}, of outputs that there are. */
    public List<Tensor> partLosses(List<Tensor> outputs, Batch batch) {
        Pass pass = outputs.getFirst().pass();
        return partLosses(
                outputs, tasks.stream().map(task -> task.targets(pass, batch)).toList());
    }

    /** As {@link #partLosses(List, Batch)}, with targets for each task that are on the device. */
    public List<Tensor> partLosses(List<Tensor> outputs, List<Targets> targets) {
        List<Tensor> losses = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            losses.addAll(tasks.get(i).losses(outputs.get(i), targets.get(i)));
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
