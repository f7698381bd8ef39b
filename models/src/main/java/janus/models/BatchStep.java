package janus.models;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Gradients;
import janus.engine.Input;
import janus.engine.Pass;
import janus.engine.Step;
import janus.engine.Tensor;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Training steps of a model on batches of one size, with a fixed weight for each loss: always the same work on the same
 * buffers, so that a device can record and replay it. A batch is uploaded into inputs that last from step to step.
 */
public final class BatchStep implements AutoCloseable {
    private final MultiTask model;
    private final Step step;
    private final Input images;
    private final List<Input> targets = new ArrayList<>();
    private final List<Input> masks = new ArrayList<>();
    private final Input weights;

    /** Of n images of side {@code size}; {@code weights} has one for each of {@link MultiTask#parts}. */
    public BatchStep(MultiTask model, double[] weights, int n, int size) {
        this.model = model;
        this.step = new Step(model.parameters(), weights.length);
        this.images = step.input(Shape.of(n, 3, size, size), Role.IMAGE);
        for (Task task : model.tasks()) {
            Shape shape = Shape.of(n, task.outputs());
            targets.add(step.input(shape, Role.PLAIN));
            masks.add(step.input(shape, Role.PLAIN));
        }
        this.weights = step.input(Shape.of(weights.length), Role.PLAIN);
        this.weights.set(weights);
    }

    /** Sends the batch of the next steps. */
    public void set(Batch batch) {
        images.set(batch.images());
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).set(model.tasks().get(i).targets(batch));
            masks.get(i).set(model.tasks().get(i).mask(batch));
        }
    }

    /** The images [n,3,size,size] of the next steps. */
    public Input images() {
        return images;
    }

    /**
     * Takes one step with the batch sent last; {@code update} may be replayed, and so takes nothing from the host.
     *
     * @return the losses of {@link MultiTask#parts}. Waits for the device
     */
    public double[] run(Draws draws, Consumer<Gradients> update) {
        return step.run(draws, pass -> take(pass, update));
    }

    /** As {@link #run}, in a pass of the caller's, which nothing replays; the losses stay on the device. */
    public List<Tensor> take(Pass pass, Consumer<Gradients> update) {
        List<Tensor> losses = losses(pass);
        update.accept(pass.backward(losses, pass.tensor(weights)));
        return losses;
    }

    /** The losses of {@link MultiTask#parts} of the batch sent last. */
    public List<Tensor> losses(Pass pass) {
        return model.partLosses(model.outputs(model.features(pass.tensor(images))), labels(pass));
    }

    private List<Labels> labels(Pass pass) {
        List<Labels> labels = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            labels.add(new Labels(pass.tensor(targets.get(i)), pass.tensor(masks.get(i))));
        }
        return labels;
    }

    @Override
    public void close() {
        step.close();
    }
}
