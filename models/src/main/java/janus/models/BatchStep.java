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
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Training steps of a model on batches of one size, with a weight for each loss: always the same work on the same
 * buffers, so that a device can record and replay it. A batch is uploaded into inputs that last from step to step. One
 * object takes one kind of step: with the weights it was sent before, or with those the host makes halfway.
 */
public final class BatchStep implements AutoCloseable {
    private final MultiTask model;
    private final Step step;
    private final BatchInputs inputs;
    private final Input weights;

    /** Of n images of side {@code size}; {@code weights} has one for each of {@link MultiTask#parts}. */
    public BatchStep(MultiTask model, double[] weights, int n, int size) {
        this.model = model;
        this.step = new Step(model.parameters());
        this.inputs = BatchInputs.of(step, model.tasks(), n, size);
        this.weights = step.input(Shape.of(weights.length), Role.PLAIN);
        this.weights.set(weights);
    }

    /** Sends the weights of the next steps. */
    public void weigh(double[] weights) {
        this.weights.set(weights);
    }

    /** Sends the batch of the next steps. */
    public void set(Batch batch) {
        inputs.set(batch);
    }

    /** The images [n,3,size,size] of the batch sent last. */
    public Tensor images(Pass pass) {
        return inputs.images(pass);
    }

    /**
     * Takes one step with the batch sent last; {@code update} may be replayed, and so takes nothing from the host.
     *
     * @return the losses of {@link MultiTask#parts}. Waits for the device
     */
    public double[] run(Draws draws, Consumer<Gradients> update) {
        step.reserve(model.parts().size());
        return step.run(draws, pass -> take(pass, update));
    }

    /**
     * As {@link #run(Draws, Consumer)}, with weights that the host makes halfway.
     *
     * @param sight given the features and the losses, what the host is to see
     * @param weigh makes the weights of its numbers
     * @return these numbers
     */
    public double[] run(
            Draws draws,
            BiFunction<Tensor, List<Tensor>, List<Tensor>> sight,
            UnaryOperator<double[]> weigh,
            Consumer<Gradients> update) {
        return step.run(
                draws,
                pass -> {
                    Tensor features = model.features(images(pass));
                    List<Tensor> losses = partLosses(pass, features);
                    return new Step.Halt(
                            sight.apply(features, losses),
                            () -> update.accept(pass.backward(losses, pass.tensor(weights))));
                },
                seen -> weights.set(weigh.apply(seen)));
    }

    /** As {@link #run(Draws, Consumer)}, in a pass of the caller's, which nothing replays; the losses stay on the device. */
    public List<Tensor> take(Pass pass, Consumer<Gradients> update) {
        List<Tensor> losses = losses(pass, images(pass));
        update.accept(pass.backward(losses, pass.tensor(weights)));
        return losses;
    }

    /** The losses of {@link MultiTask#parts} of other images with the labels of the batch sent last. */
    public List<Tensor> losses(Pass pass, Tensor images) {
        return partLosses(pass, model.features(images));
    }

    private List<Tensor> partLosses(Pass pass, Tensor features) {
        return model.partLosses(model.outputs(features), inputs.targets(pass));
    }

    @Override
    public void close() {
        step.close();
    }
}
