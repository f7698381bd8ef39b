package janus.models.train;

import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import janus.models.report.Baselines;
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
        Baselines trivial = Baselines.constant(faces.data(), faces.train(), faces.validation());
        return new Score(
                faces,
                config.stopping().joint(),
                trivial.majority() == null ? 1 : positive(1 - trivial.majority().macroAccuracy()),
                trivial.constant() == null ? 1 : positive(trivial.constant().nme()));
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
