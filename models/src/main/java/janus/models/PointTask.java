package janus.models;

import janus.celeba.Batch;
import janus.engine.Tensor;
import janus.engine.nn.Losses;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Landmarks: the output is x/width and y/height of each point, alternating; the loss is smooth L1 with this {@code
 * beta}, or with 0 the squared error. {@code columns} are the coordinates it learns, of {@code all} there are. A head's
 * value is a distance from the image's centre in units of {@code spread}, so that it needs no steps to get there and
 * is of the size that initial weights expect; with 0 it is the output itself.
 */
public record PointTask(String name, List<Integer> columns, int all, double beta, double spread) implements Task {
    /** All coordinates there are, with the squared error, and outputs as they leave the head. */
    public PointTask(String name, int all) {
        this(name, IntStream.range(0, all).boxed().toList(), all, 0, 0);
    }

    @Override
    public int outputs() {
        return columns.size();
    }

    @Override
    public Tensor output(Tensor values) {
        if (spread == 0) {
            return values;
        }
        return values.times(spread).plus(values.pass().filled(values.shape(), .5));
    }

    @Override
    public Tensor loss(Tensor output, Targets targets) {
        Tensor errors = beta > 0
                ? Losses.smoothL1(output, targets.values(), beta)
                : Losses.squaredError(output, targets.values());
        return Losses.mean(errors, targets.mask());
    }

    @Override
    public float[] targets(Batch batch) {
        return Task.columns(batch.points(), all, columns);
    }

    @Override
    public float[] mask(Batch batch) {
        return Task.columns(batch.pointMask(), all, columns);
    }
}
