package janus.engine.nn;

import janus.engine.Tensor;
import janus.engine.op.BinaryCrossEntropy;
import janus.engine.op.MaskedMean;
import janus.engine.op.SmoothL1;
import janus.engine.op.SoftmaxCrossEntropy;
import janus.engine.op.SquaredError;
import org.jspecify.annotations.Nullable;

/** Losses per element [n,c], and the means that reduce them. Targets, masks and weights take no gradient. */
public final class Losses {
    private Losses() {}

    /** Of logits against targets in [0,1]; {@code positiveWeight} [c] weighs the positives of a column. */
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor target, @Nullable Tensor positiveWeight) {
        BinaryCrossEntropy op = new BinaryCrossEntropy();
        return positiveWeight == null
                ? logits.pass().apply(op, logits, target)
                : logits.pass().apply(op, logits, target, positiveWeight);
    }

    /** (x − target)². */
    public static Tensor squaredError(Tensor x, Tensor target) {
        return x.pass().apply(new SquaredError(), x, target);
    }

    /** Quadratic within {@code beta} of the target, linear outside. */
    public static Tensor smoothL1(Tensor x, Tensor target, double beta) {
        return x.pass().apply(new SmoothL1(beta), x, target);
    }

    /** −log softmax at the label: logits [n,c], labels [n], result [n]. */
    public static Tensor softmaxCrossEntropy(Tensor logits, Tensor labels) {
        return logits.pass().apply(new SoftmaxCrossEntropy(), logits, labels);
    }

    /** Mean over the elements of x [n,c] whose mask is not 0, shape [1]; 0 if there are none. */
    public static Tensor mean(Tensor x, Tensor mask) {
        return x.pass().apply(new MaskedMean(false), x, mask);
    }

    /** As {@link #mean}, column by column: shape [c]. */
    public static Tensor meanByColumn(Tensor x, Tensor mask) {
        return x.pass().apply(new MaskedMean(true), x, mask);
    }
}
