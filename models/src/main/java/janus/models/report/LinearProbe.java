package janus.models.report;

import janus.celeba.Pixels;
import janus.engine.Draws;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Ridge regression from coarse pixels to every label at once: classes as 0 and 1, and coordinates. Its penalties, one
 * for the classes and one for the coordinates, are chosen on a fifth of the training rows held out.
 */
final class LinearProbe {
    // beyond this the 769 coefficients of a column no longer move, and a fit stays within seconds
    private static final int MOST_ROWS = 20_000;
    private static final double[] PENALTIES = {1e-4, 1e-3, 1e-2, 1e-1, 1};

    private final int classes;
    private final float[][] y;
    private final int cut;

    /** Targets {@code y} [n][classes + coordinates], none missing. */
    private LinearProbe(float[][] y, int classes) {
        this.y = y;
        this.classes = classes;
        this.cut = y.length - y.length / 5;
    }

    /**
     * Predictions [test][targets] after a fit on {@code train}, whose targets {@code y} are in its order; the first
     * {@code classes} of them are attributes.
     */
    static float[] predict(Pixels pixels, int[] train, float[][] y, int classes, int[] test) {
        int n = Math.min(train.length, MOST_ROWS);
        int[] order = Draws.of(0).in("linear probe").permutation(train.length);
        int[] rows = new int[n];
        float[][] targets = new float[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = train[order[i]];
            targets[i] = y[order[i]];
        }
        double[][] w = new LinearProbe(targets, classes).fit(CoarsePixels.of(pixels, rows));
        return Ridge.predict(CoarsePixels.of(pixels, test), w);
    }

    private double[][] fit(float[][] x) {
        Ridge most = new Ridge(x[0].length, y[0].length);
        Ridge held = new Ridge(x[0].length, y[0].length);
        most.add(x, y, 0, cut);
        held.add(x, y, cut, x.length);
        float[][] heldX = Arrays.copyOfRange(x, cut, x.length);
        float[][] predictions = new float[PENALTIES.length][];
        for (int p = 0; p < PENALTIES.length; p++) {
            predictions[p] = Ridge.predict(heldX, most.solve(PENALTIES[p]));
        }
        most.add(held);
        double[][] w = most.solve(leastError(predictions, this::wrongClasses));
        double[][] forPoints = most.solve(leastError(predictions, this::squaredErrors));
        for (int j = 0; j < w.length; j++) {
            System.arraycopy(forPoints[j], classes, w[j], classes, w[j].length - classes);
        }
        return w;
    }

    private static double leastError(float[][] predictions, ToDoubleFunction<float[]> error) {
        int best = 0;
        for (int p = 1; p < predictions.length; p++) {
            if (error.applyAsDouble(predictions[p]) < error.applyAsDouble(predictions[best])) {
                best = p;
            }
        }
        return PENALTIES[best];
    }

    private double wrongClasses(float[] predicted) {
        int width = y[0].length;
        int wrong = 0;
        for (int i = cut; i < y.length; i++) {
            for (int j = 0; j < classes; j++) {
                wrong += predicted[(i - cut) * width + j] > .5f == y[i][j] > .5f ? 0 : 1;
            }
        }
        return wrong;
    }

    private double squaredErrors(float[] predicted) {
        int width = y[0].length;
        double sum = 0;
        for (int i = cut; i < y.length; i++) {
            for (int j = classes; j < width; j++) {
                double error = predicted[(i - cut) * width + j] - y[i][j];
                sum += error * error;
            }
        }
        return sum;
    }
}
