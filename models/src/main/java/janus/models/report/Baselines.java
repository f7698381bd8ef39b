package janus.models.report;

import janus.celeba.FaceData;
import janus.celeba.Pixels;
import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be had without a network, fitted on the training rows and scored on the test rows: the majority class of
 * each attribute, the mean of each point, and a ridge regression on 16 × 16 colour pixels for both. Null where the data
 * has no attributes, or no points.
 */
public record Baselines(
        @Nullable AttributeScores majority,
        @Nullable AttributeScores linearAttributes,
        @Nullable PointScores constant,
        @Nullable PointScores linearPoints) {

    /**
     * Fits and scores all of them. The linear model sees at most 20,000 training rows; a missing training label counts
     * as its column's mean.
     */
    public static Baselines of(Pixels pixels, int[] train, int[] test) {
        FaceData data = pixels.data();
        int classes = data.attributes().size();
        float[][] y = targets(Labels.of(data, train), train.length, classes);
        float[] means = fillWithMeans(y, classes + 2 * data.points().size());
        float[] linear = LinearProbe.predict(pixels, train, y, classes, test);
        Labels truth = Labels.of(data, test);
        Baselines constant = constant(data, means, truth, test.length);
        return new Baselines(
                constant.majority,
                classes > 0 ? attributes(data, linear, truth) : null,
                constant.constant,
                means.length > classes ? points(data, linear, truth) : null);
    }

    /** Those that need no pixels; the others are null. */
    public static Baselines constant(FaceData data, int[] train, int[] test) {
        int classes = data.attributes().size();
        float[][] y = targets(Labels.of(data, train), train.length, classes);
        float[] means = fillWithMeans(y, classes + 2 * data.points().size());
        return constant(data, means, Labels.of(data, test), test.length);
    }

    private static Baselines constant(FaceData data, float[] means, Labels truth, int n) {
        int classes = data.attributes().size();
        float[] predicted = new float[n * means.length];
        for (int i = 0; i < n; i++) {
            System.arraycopy(means, 0, predicted, i * means.length, means.length);
        }
        return new Baselines(
                classes > 0 ? attributes(data, predicted, truth) : null,
                null,
                means.length > classes ? points(data, predicted, truth) : null,
                null);
    }

    /**
     * By name, on what a model with these scores predicts: majority_accuracy, linear_accuracy, constant_nme,
     * constant_mae, linear_nme, linear_mae, where defined.
     */
    public Map<String, Double> summary(@Nullable AttributeScores attributes, @Nullable PointScores points) {
        Map<String, Double> values = new LinkedHashMap<>();
        if (attributes != null && majority != null && linearAttributes != null) {
            values.put("majority_accuracy", majority.accuracyWhere(attributes));
            values.put("linear_accuracy", linearAttributes.accuracyWhere(attributes));
        }
        if (points != null && constant != null && linearPoints != null) {
            values.put("constant_nme", constant.nme());
            values.put("constant_mae", constant.mae());
            values.put("linear_nme", linearPoints.nme());
            values.put("linear_mae", linearPoints.mae());
        }
        return values;
    }

    /** [n][classes + coordinates], NaN where missing. */
    private static float[][] targets(Labels labels, int n, int classes) {
        int coordinates = labels.points().length / n;
        float[][] y = new float[n][classes + coordinates];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < classes; j++) {
                byte label = labels.attributes()[i * classes + j];
                y[i][j] = label < 0 ? Float.NaN : label;
            }
            System.arraycopy(labels.points(), i * coordinates, y[i], classes, coordinates);
        }
        return y;
    }

    /** Replaces NaN by its column's mean (½ if all are missing) and returns the means. */
    private static float[] fillWithMeans(float[][] y, int width) {
        float[] means = new float[width];
        for (int j = 0; j < width; j++) {
            int column = j;
            means[j] = (float) Arrays.stream(y)
                    .mapToDouble(row -> row[column])
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(.5);
            for (float[] row : y) {
                row[j] = Float.isNaN(row[j]) ? means[j] : row[j];
            }
        }
        return means;
    }

    private static AttributeScores attributes(FaceData data, float[] predicted, Labels truth) {
        int classes = data.attributes().size();
        float[] logits = columns(predicted, truth.attributes().length / classes, 0, classes);
        for (int i = 0; i < logits.length; i++) {
            logits[i] -= .5f;
        }
        return truth.attributes(data, logits);
    }

    private static PointScores points(FaceData data, float[] predicted, Labels truth) {
        int width = 2 * data.points().size();
        int n = truth.points().length / width;
        return truth.points(data, columns(predicted, n, predicted.length / n - width, width));
    }

    /** Columns {@code from} to {@code from + count} of an array with n rows. */
    private static float[] columns(float[] rows, int n, int from, int count) {
        float[] part = new float[n * count];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows, i * (rows.length / n) + from, part, i * count, count);
        }
        return part;
    }
}
