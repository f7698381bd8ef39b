package janus.celeba.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scores equal those of {@code make_scores.py}, to the rounding of float64 sums of a few hundred terms. */
class ScoresGoldenTest {
    private static final double ROUNDING = 1e-12;

    private final Queue<String> lines = new ArrayDeque<>();

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("scores.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
    }

    private double[] take(String name) {
        String[] fields = lines.remove().split(" ");
        assertThat(fields[0]).isEqualTo(name);
        return Arrays.stream(fields)
                .skip(1)
                .mapToDouble(f -> Double.parseDouble(f.replace("nan", "NaN")))
                .toArray();
    }

    private float[] takeFloats(String name) {
        double[] values = take(name);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static void assertClose(String what, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (Double.isNaN(expected[i])) {
                assertThat(actual[i]).as(what + i).isNaN();
            } else {
                assertThat(actual[i]).as(what + i).isCloseTo(expected[i], within(ROUNDING));
            }
        }
    }

    @Test
    void attributeScoresAreThoseOfTheirDefinitions() {
        int cases = 0;
        for (; lines.element().startsWith("columns"); cases++) {
            int c = (int) take("columns")[0];
            float[] logits = takeFloats("logits");
            double[] values = take("labels");
            byte[] labels = new byte[values.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) values[i];
            }
            AttributeScores scores = AttributeScores.of(c, logits, labels);
            double[] expected = take("scores");
            double[][] actual = {
                scores.accuracy(),
                scores.f1(),
                scores.precision(),
                scores.recall(),
                scores.balancedAccuracy(),
                scores.auc()
            };
            for (int i = 0; i < actual.length; i++) {
                assertClose("score " + i + " column ", actual[i], Arrays.copyOfRange(expected, i * c, (i + 1) * c));
            }
            double[] macro = {
                scores.macroAccuracy(),
                scores.macroF1(),
                scores.macroPrecision(),
                scores.macroRecall(),
                scores.meanBalancedAccuracy(),
                scores.meanAuc()
            };
            assertClose("macro ", macro, take("macro"));
            double[] micro = {scores.microAccuracy(), scores.microF1(), scores.microPrecision(), scores.microRecall()};
            assertClose("micro ", micro, take("micro"));
        }
        assertThat(cases).isEqualTo(4);
    }

    @Test
    void pointScoresAreThoseOfTheirDefinitions() {
        lines.removeIf(line -> line.matches("(columns|logits|labels|scores|macro|micro) .*"));
        int cases = 0;
        for (; !lines.isEmpty(); cases++) {
            int points = (int) take("points")[0];
            float[] predicted = takeFloats("predicted");
            float[] truth = takeFloats("truth");
            PointScores scores = PointScores.of(points, 178, 218, 0, 1, predicted, truth);
            double[] errors = {scores.mae(), scores.mse(), scores.rmse(), scores.nme(), scores.failureRate()};
            assertClose("error ", errors, take("errors"));
            assertClose("point ", scores.nmeByPoint(), take("byPoint"));
        }
        assertThat(cases).isEqualTo(3);
    }
}
