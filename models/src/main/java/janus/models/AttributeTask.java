package janus.models;

import janus.celeba.Batch;
import janus.engine.Tensor;
import janus.engine.nn.Losses;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Binary attributes: the head's output is their logits, the loss binary cross-entropy. {@code columns} are the data
 * set's attributes it learns, of {@code all} there are. Where {@code separate} names them, each is a task of its own
 * with its own loss, though they keep one head.
 */
public record AttributeTask(String name, List<Integer> columns, int all, List<String> separate) implements Task {
    /** One task of all attributes there are. */
    public AttributeTask(String name, int all) {
        this(name, IntStream.range(0, all).boxed().toList(), all);
    }

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
    public Tensor loss(Tensor output, Targets targets) {
        return Losses.mean(errors(output, targets), targets.mask());
    }

    @Override
    public float[] targets(Batch batch) {
        return Task.columns(batch.attributes(), all, columns);
    }

    @Override
    public float[] mask(Batch batch) {
        return Task.columns(batch.attributeMask(), all, columns);
    }

    @Override
    public List<String> parts() {
        return separate.isEmpty() ? List.of(name) : separate;
    }

    @Override
    public List<Tensor> losses(Tensor output, Targets targets) {
        if (separate.isEmpty()) {
            return List.of(loss(output, targets));
        }
        Tensor means = Losses.meanByColumn(errors(output, targets), targets.mask());
        return IntStream.range(0, outputs()).mapToObj(i -> means.slice(i, 1)).toList();
    }

    private static Tensor errors(Tensor output, Targets targets) {
        return Losses.binaryCrossEntropy(output, targets.values(), null);
    }
}
