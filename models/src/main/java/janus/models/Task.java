package janus.models;

import janus.celeba.Batch;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.kernels.Shape;
import java.util.List;

/** What one head learns: which labels it reads, and how far its output is from them. */
public sealed interface Task permits AttributeTask, PointTask {
    /** Names the head's parameters: {@code attributes.0.weight}. */
    String name();

    /** Length of the head's output. */
    int outputs();

    /** The output [n,{@link #outputs}] that the head's values mean. */
    Tensor output(Tensor values);

    /** Mean loss [1] of output [n,{@link #outputs}] over the labels that are present; 0 if none is. */
    Tensor loss(Tensor output, Targets targets);

    /** The labels [n,{@link #outputs}] of a batch that this task learns, row-major. */
    float[] targets(Batch batch);

    /** 1 where {@link #targets} are present, else 0. */
    float[] mask(Batch batch);

    /** What the loss reads of a batch, on the device. */
    default Targets targets(Pass pass, Batch batch) {
        Shape shape = Shape.of(batch.n(), outputs());
        return new Targets(pass.tensor(shape, targets(batch)), pass.tensor(shape, mask(batch)));
    }

    /** Names of the losses that are weighed apart: the task itself, unless its outputs are tasks of their own. */
    default List<String> parts() {
        return List.of(name());
    }

    /** A mean loss [1] for each of {@link #parts}, over the labels that are present; 0 if none is. */
    default List<Tensor> losses(Tensor output, Targets targets) {
        return List.of(loss(output, targets));
    }

    /** Columns {@code from} of the row-major [n, width] array {@code labels}. */
    static float[] columns(float[] labels, int width, List<Integer> from) {
        int n = labels.length / width;
        float[] chosen = new float[n * from.size()];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < from.size(); j++) {
                chosen[i * from.size() + j] = labels[i * width + from.get(j)];
            }
        }
        return chosen;
    }
}
