package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Losses;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Losses in float64, slopes kept as float32. They are small, so StrictMath serves: its exponential and logarithm have the same
 * bits in interpreter and compiler.
 */
interface CpuLosses extends Losses {
    /** Rows of a part: a matter of the shape alone. */
    int ROWS = 16;

    Workers workers();

    @Override
    default void binaryCrossEntropy(int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer y) {
        map(
                n,
                c,
                x,
                t,
                positiveWeight,
                y,
                (a, target, weight) -> weight * target * softplus(-a) + (1 - target) * softplus(a));
    }

    @Override
    default void binaryCrossEntropyBackward(
            int n, int c, Buffer x, Buffer t, @Nullable Buffer positiveWeight, Buffer dy, Buffer dx) {
        mapBackward(
                n,
                c,
                x,
                t,
                positiveWeight,
                dy,
                dx,
                (a, target, weight) -> (1 - target) * Loops.sigmoid(a) - weight * target * Loops.sigmoid(-a));
    }

    /** log(1 + e^x). */
    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    @Override
    default void squaredError(int n, int c, Buffer x, Buffer t, Buffer y) {
        map(n, c, x, t, null, y, (a, target, weight) -> (a - target) * (a - target));
    }

    @Override
    default void squaredErrorBackward(int n, int c, Buffer x, Buffer t, Buffer dy, Buffer dx) {
        mapBackward(n, c, x, t, null, dy, dx, (a, target, weight) -> 2 * (a - target));
    }

    @Override
    default void smoothL1(int n, int c, double beta, Buffer x, Buffer t, Buffer y) {
        map(n, c, x, t, null, y, (a, target, weight) -> {
            double d = Math.abs(a - target);
            return d < beta ? d * d / (2 * beta) : d - beta / 2;
        });
    }

    @Override
    default void smoothL1Backward(int n, int c, double beta, Buffer x, Buffer t, Buffer dy, Buffer dx) {
        mapBackward(n, c, x, t, null, dy, dx, (a, target, weight) -> Math.max(-1, Math.min(1, (a - target) / beta)));
    }

    @Override
    default void softmaxCrossEntropy(int n, int c, Buffer x, Buffer label, Buffer p, Buffer y) {
        View logits = View.of(x);
        View labels = View.of(label);
        View shares = View.of(p);
        View losses = View.of(y);
        rows(n, row -> {
            double max = Double.NEGATIVE_INFINITY;
            for (int i = row * c; i < (row + 1) * c; i++) {
                max = Math.max(max, logits.get(i));
            }
            double sum = 0;
            for (int i = row * c; i < (row + 1) * c; i++) {
                sum += StrictMath.exp(logits.get(i) - max);
            }
            for (int i = row * c; i < (row + 1) * c; i++) {
                shares.set(i, StrictMath.exp(logits.get(i) - max) / sum);
            }
            double hit = Losses.isLabel(labels.get(row), c) ? logits.get(row * c + (int) labels.get(row)) : Double.NaN;
            losses.set(row, StrictMath.log(sum) + max - hit);
        });
    }

    @Override
    default void softmaxCrossEntropyBackward(int n, int c, Buffer p, Buffer label, Buffer dy, Buffer dx) {
        View shares = View.of(p);
        View labels = View.of(label);
        View gradients = View.of(dy);
        View target = View.of(dx);
        rows(n, row -> {
            for (int i = 0; i < c; i++) {
                double hit = i == (int) labels.get(row) ? 1 : 0;
                target.set(row * c + i, gradients.get(row) * (shares.get(row * c + i) - hit));
            }
        });
    }

    private void map(int n, int c, Buffer x, Buffer t, @Nullable Buffer weight, Buffer y, Loss loss) {
        View from = View.of(x);
        View labels = View.of(t);
        View weights = weight == null ? null : View.of(weight);
        View to = View.of(y);
        rows(n, row -> {
            for (int i = 0; i < c; i++) {
                double w = weights == null ? 1 : weights.get(i);
                to.set(row * c + i, loss.at(from.get(row * c + i), labels.get(row * c + i), w));
            }
        });
    }

    private void mapBackward(
            int n, int c, Buffer x, Buffer t, @Nullable Buffer weight, Buffer dy, Buffer dx, Loss slope) {
        View gradients = View.of(dy);
        map(n, c, x, t, weight, dx, slope);
        View to = View.of(dx);
        rows(n, row -> {
            for (int i = row * c; i < (row + 1) * c; i++) {
                double g = gradients.get(i);
                // a masked element has no gradient, whatever stands in its place
                to.set(i, g == 0 ? 0 : g * to.get(i));
            }
        });
    }

    private void rows(int n, IntConsumer row) {
        workers().run(Math.ceilDiv(n, ROWS), part -> {
            for (int i = part * ROWS; i < Math.min(n, (part + 1) * ROWS); i++) {
                row.accept(i);
            }
        });
    }

    /** Loss, or its derivative, at a prediction and its target. */
    interface Loss {
        double at(double x, double target, double weight);
    }
}
