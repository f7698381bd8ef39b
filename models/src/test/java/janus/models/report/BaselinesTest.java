package janus.models.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
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
}
