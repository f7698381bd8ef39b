package janus.models;

import janus.celeba.Batch;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.nn.Losses;
import janus.kernels.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Binary attributes: the head's output is their logits, the loss binary cross-entropy. {@code columns} are the data
 * set's attributes it learns, of {@code all} there are. Where {@code separate} names them, each is a task of its own
 * with its own loss, though they keep one head.
 */
public record AttributeTask(String name, List<Integer> columns, int all, List<String> separate) implements Task {
    /** One task of all of them. */
    public AttributeTask(String name, List<Integer> columns, int all) {
        this(name, columns, all, List.of());
    }

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
        return Losses.mean(errors(output, batch), mask(output.pass(), batch));
    }

    @Override
    public List<String> parts() {
        return separate.isEmpty() ? List.of(name) : separate;
    }

    @Override
    public List<Tensor> losses(Tensor output, Batch batch) {
        if (separate.isEmpty()) {
            return List.of(loss(output, batch));
        }
        Tensor means = Losses.meanByColumn(errors(output, batch), mask(output.pass(), batch));
        return IntStream.range(0, outputs()).mapToObj(i -> means.slice(i, 1)).toList();
    }

    private Tensor errors(Tensor output, Batch batch) {
        float[] targets = Task.columns(batch.attributes(), all, columns);
        return Losses.binaryCrossEntropy(output, output.pass().tensor(output.shape(), targets), null);
    }

    private Tensor mask(Pass pass, Batch batch) {
        return pass.tensor(Shape.of(batch.n(), outputs()), Task.columns(batch.attributeMask(), all, columns));
    }
}
