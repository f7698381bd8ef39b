package janus.celeba.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoresTest {
    @Test
    void logitOfZeroIsANo() {
        AttributeScores scores = AttributeScores.of(1, new float[] {0, -0f, 1e-30f}, new byte[] {0, 0, 1});
        assertThat(scores.microAccuracy()).isEqualTo(1);
    }

    @Test
    void zerosOfEitherSignAreATie() {
        AttributeScores scores = AttributeScores.of(1, new float[] {0f, -0f, 0f}, new byte[] {1, 0, 0});
        assertThat(scores.auc()).containsExactly(.5);
    }

    @Test
    void withoutLabelsNothingIsDefined() {
        AttributeScores scores = AttributeScores.of(2, new float[4], new byte[] {-1, -1, -1, -1});
        assertThat(scores.macroAccuracy()).isNaN();
        assertThat(scores.microF1()).isNaN();
        assertThat(AttributeScores.of(2, new float[0], new byte[0]).meanAuc()).isNaN();
        PointScores points = PointScores.of(2, 10, 10, 0, 1, new float[0], new float[0]);
        assertThat(points.mae()).isNaN();
        assertThat(points.nme()).isNaN();
        assertThat(points.failureRate()).isNaN();
        assertThat(points.nmeByPoint()).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void nmeIsMeasuredInPixelsOfTheStoredImage() {
        float[] truth = {.25f, .5f, .75f, .5f, .5f, .75f};
        float[] predicted = {.25f, .5f, .75f, .5f, .5f, .875f};
        PointScores scores = PointScores.of(3, 100, 400, 0, 1, predicted, truth);
        assertThat(scores.nmeByPoint()).containsExactly(0, 0, 1);
        assertThat(scores.nme()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(scores.failureRate()).isEqualTo(1);
        assertThat(scores.mae()).isEqualTo(.125 / 6);
    }

    @Test
    void eyesInOnePlaceGiveNoNme() {
        PointScores scores =
                PointScores.of(2, 10, 10, 0, 1, new float[] {0, 0, 1, 1}, new float[] {.5f, .5f, .5f, .5f});
        assertThat(scores.nme()).isNaN();
        assertThat(scores.mae()).isEqualTo(.5);
    }

    @Test
    void predictionThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> AttributeScores.of(2, new float[] {1, 2, 3, Float.NaN}, new byte[4]))
                .hasMessage("logit of row 1, column 1 is NaN");
        float[] predicted = {0, 0, 0, Float.NaN};
        assertThatThrownBy(() -> PointScores.of(2, 1, 1, 0, 1, predicted, new float[4]))
                .hasMessage("prediction of row 0, coordinate 3 is NaN");
        assertThatThrownBy(() -> AttributeScores.of(3, new float[4], new byte[4]))
                .hasMessage("3 columns, 4 logits, 4 labels: logits and labels [n][columns]");
    }
}
