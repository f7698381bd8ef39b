package janus.models;

import janus.celeba.Batch;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.nn.Losses;
import janus.kernels.Shape;
import java.util.List;

/**
 * Binary attributes: the head's output is their logits, the loss binary cross-entropy. {@code columns} are the data
 * set's attributes it learns, of {@code all} there are.
 */
public record AttributeTask(String name, List<Integer> columns, int all) implements Task {
    @Override
    public int outputs() {
        return columns.size();
    }

    @Override
    public Tensor output(Tensor values) {
        return values;
    }

    @Override
    public Tensor loss(Tensor output, Batch batch) {
        Pass pass = output.pass();
        Shape shape = Shape.of(batch.n(), outputs());
        Tensor targets = pass.tensor(shape, Task.columns(batch.attributes(), all, columns));
        Tensor mask = pass.tensor(shape, Task.columns(batch.attributeMask(), all, columns));
        return Losses.mean(Losses.binaryCrossEntropy(output, targets, null), mask);
    }
}
