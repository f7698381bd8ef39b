package janus.models.train;

import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import janus.models.report.Labels;
import java.util.Arrays;
import java.util.List;

/**
 * What early stopping and the choice of weights go by, on the validation split; smaller is better. A model's own score
 * is Σ over its heads of error / trivial error: 1 − accuracy over that of the majority class, NME over that of the mean
 * points. The joint one is the weighted loss, summed over all models of one head.
 *
 * @param majorityError of the training split's majority classes; 1 if it would be 0
 * @param constantNme of the training split's mean points; 1 if it would be 0
 */
record Score(Faces faces, boolean joint, double majorityError, double constantNme) {
    static Score of(Config config, Faces faces) {
        Labels train = Labels.of(faces.data(), faces.train());
        Labels truth = Labels.of(faces.data(), faces.validation());
        int n = faces.validation().length;
        int classes = faces.data().attributes().size();
        int coordinates = 2 * faces.data().points().size();
        float[] logits = new float[n * classes];
        float[] points = new float[n * coordinates];
        for (int j = 0; j < classes; j++) {
            int votes = 0;
            for (int i = j; i < train.attributes().length; i += classes) {
                votes += train.attributes()[i] < 0 ? 0 : 2 * train.attributes()[i] - 1;
            }
            fill(logits, classes, j, votes);
        }
        for (int j = 0; j < coordinates; j++) {
            fill(points, coordinates, j, mean(train.points(), coordinates, j));
        }
        int[] eyes = faces.data().ocular();
        double accuracy = classes == 0
                ? 0
                : AttributeScores.of(classes, logits, truth.attributes()).macroAccuracy();
        double nme = coordinates == 0
                ? 1
                : PointScores.of(
                                coordinates / 2,
                                faces.data().width(),
                                faces.data().height(),
                                eyes[0],
                                eyes[1],
                                points,
                                truth.points())
                        .nme();
        return new Score(faces, config.stopping().joint(), positive(1 - accuracy), positive(nme));
    }

    private static void fill(float[] rows, int width, int column, float value) {
        for (int i = column; i < rows.length; i += width) {
            rows[i] = value;
        }
    }

    /** Mean of the numbers of a column that are there; ½ if none is. */
    private static float mean(float[] rows, int width, int column) {
        double sum = 0;
        int count = 0;
        for (int i = column; i < rows.length; i += width) {
            if (!Float.isNaN(rows[i])) {
                sum += rows[i];
                count++;
            }
        }
        return count == 0 ? .5f : (float) (sum / count);
    }

    private static double positive(double error) {
        return error > 0 ? error : 1;
    }

    /** One per arm, given what each of them predicted. */
    double[] of(List<Arm> arms, List<Predictions> predictions) {
        double[] scores = new double[arms.size()];
        double single = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = joint ? loss(arms.get(i), predictions.get(i)) : own(predictions.get(i));
            single += arms.get(i).model().tasks().size() == 1 ? scores[i] : 0;
        }
        for (int i = 0; i < scores.length && joint; i++) {
            scores[i] = arms.get(i).model().tasks().size() == 1 ? single : scores[i];
        }
        return scores;
    }

    private double own(Predictions predictions) {
        AttributeScores attributes = predictions.attributes(faces.data());
        PointScores points = predictions.points(faces.data());
        return (attributes == null ? 0 : (1 - attributes.macroAccuracy()) / majorityError)
                + (points == null ? 0 : points.nme() / constantNme);
    }

    private static double loss(Arm arm, Predictions predictions) {
        double[] weighted = arm.weights();
        Arrays.setAll(weighted, i -> weighted[i] * predictions.losses()[i]);
        return Arrays.stream(weighted).sum();
    }
}
