package janus.models.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BaselinesTest {
    @Test
    void ridgeFindsTheSolutionOfTheNormalEquations() {
        // x = (1, t), y = 3 + 2t with t = −1, 0, 1: slope = Σty / (Σt² + nλ) = 4 / (2 + 3λ), intercept untouched
        float[][] x = {{1, -1}, {1, 0}, {1, 1}};
        float[][] y = {{1}, {3}, {5}};
        Ridge ridge = new Ridge(2, 1);
        ridge.add(x, y, 0, 3);
        double[][] w = ridge.solve(.5);
        assertThat(w[0][0]).isCloseTo(3, within(1e-8));
        assertThat(w[1][0]).isCloseTo(4 / 3.5, within(1e-12));
        assertThat(Ridge.predict(x, w)[2]).isCloseTo((float) (3 + 4 / 3.5), within(1e-6f));
    }

    @Test
    void sumsOfPartsAreTheSumsOfTheWhole() {
        Random random = new Random(1);
        float[][] x = new float[11][5];
        float[][] y = new float[11][2];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < 5; j++) {
                x[i][j] = random.nextFloat();
            }
            y[i][0] = random.nextFloat();
        }
        Ridge whole = new Ridge(5, 2);
        whole.add(x, y, 0, 11);
        Ridge parts = new Ridge(5, 2);
        Ridge rest = new Ridge(5, 2);
        parts.add(x, y, 0, 6);
        rest.add(x, y, 6, 11);
        parts.add(rest);
        for (int j = 0; j < 5; j++) {
            // the order of eleven double sums differs
            assertThat(parts.solve(.1)[j]).containsExactly(whole.solve(.1)[j], within(1e-12));
        }
    }

    @Test
    void linearModelSeesWhatPixelsShowAndConstantsDoNot() {
        DotFaces faces = new DotFaces(600, List.of("Bright", "Random"), 3);
        int[] train = IntStream.range(0, 450).toArray();
        int[] test = IntStream.range(450, 600).toArray();
        Baselines found = Baselines.of(new DotFaces.Squares(faces, 32), train, test);
        int positive = 0, random = 0;
        for (int row : test) {
            positive += faces.attribute(row, 0);
            random += faces.attribute(row, 1);
        }
        // both prevalences lie below one half, so the majority of the training rows is 0
        assertThat(found.majority().accuracy())
                .containsExactly(new double[] {1 - positive / 150.0, 1 - random / 150.0}, within(1e-12));
        assertThat(found.linearAttributes().accuracy()[0]).isGreaterThan(.98);
        assertThat(found.linearAttributes().accuracy()[1]).isLessThan(.75);
        // faces move by 5 pixels s.d. on each axis, their dots by 1 besides
        assertThat(found.linearPoints().nme()).isLessThan(.5 * found.constant().nme());
        assertThat(found.summary(found.majority(), found.constant()))
                .containsOnlyKeys(
                        "majority_accuracy",
                        "linear_accuracy",
                        "constant_nme",
                        "constant_mae",
                        "linear_nme",
                        "linear_mae");
    }
}
