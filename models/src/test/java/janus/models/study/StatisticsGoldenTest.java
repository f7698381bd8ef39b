package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.celeba.metrics.AttributeScores;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statistics equal those of {@code make_statistics.py}. */
final class StatisticsGoldenTest {
    /** Commons Math promises its distributions to 1e-9 where it inverts them, the rest to more. */
    private static final double CLOSE = 1e-8;

    private JsonNode golden;

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("statistics.json"))) {
            golden = new ObjectMapper().readTree(in);
        }
    }

    private static double[] doubles(JsonNode values) {
        double[] d = new double[values.size()];
        for (int i = 0; i < d.length; i++) {
            d[i] = values.get(i).asDouble();
        }
        return d;
    }

    /** An interval is compared in units of its width. */
    private static void assertClose(Interval actual, JsonNode expected) {
        double[] ends = doubles(expected);
        double width = ends[1] - ends[0];
        assertThat(actual.low()).isCloseTo(ends[0], within(CLOSE * width));
        assertThat(actual.high()).isCloseTo(ends[1], within(CLOSE * width));
    }

    private static void assertClose(double[] actual, JsonNode expected) {
        assertThat(actual).containsExactly(doubles(expected), within(1e-14));
    }

    @Test
    void pairedT() {
        for (JsonNode c : golden.get("differences")) {
            PairedT t = PairedT.of(doubles(c.get("differences")));
            assertThat(t.mean() / t.error()).isCloseTo(c.get("t").get(0).asDouble(), within(1e-12));
            assertThat(t.p()).isCloseTo(c.get("t").get(1).asDouble(), within(1e-12));
            assertClose(t.interval(.95), c.get("interval95"));
            assertClose(t.interval(.90), c.get("interval90"));
        }
    }

    @Test
    void signFlip() {
        for (JsonNode c : golden.get("differences")) {
            assertThat(SignFlip.p(doubles(c.get("differences"))))
                    .isEqualTo(c.get("signFlip").asDouble());
        }
    }

    @Test
    void twoOneSidedTests() {
        for (JsonNode c : golden.get("differences")) {
            PairedT t = PairedT.of(doubles(c.get("differences")));
            double margin = c.get("margin").asDouble();
            assertThat(t.equivalence(margin)).isCloseTo(c.get("tost").asDouble(), within(1e-12));
            assertThat(t.equivalence(margin) < .05).isEqualTo(t.interval(.9).within(margin));
        }
    }

    @Test
    void mcNemar() {
        for (JsonNode c : golden.get("mcnemar")) {
            McNemar test = new McNemar(
                    c.get("counts").get(0).asInt(), c.get("counts").get(1).asInt());
            assertThat(test.p()).isCloseTo(c.get("p").asDouble(), within(1e-12));
        }
    }

    @Test
    void adjustedP() {
        for (JsonNode c : golden.get("adjusted")) {
            assertClose(BenjaminiHochberg.adjust(doubles(c.get("p"))), c.get("bh"));
            assertClose(Holm.adjust(doubles(c.get("p"))), c.get("holm"));
        }
    }

    @Test
    void biasCorrectedAccelerated() {
        for (JsonNode c : golden.get("bca")) {
            Bca bca = Bca.of(doubles(c.get("values")), .95, doubles(c.get("means")));
            assertThat(bca.biasCorrection()).isCloseTo(c.get("biasCorrection").asDouble(), within(CLOSE));
            assertThat(bca.acceleration()).isCloseTo(c.get("acceleration").asDouble(), within(1e-12));
            assertClose(bca.interval(), c.get("interval"));
        }
    }

    @Test
    void areaUnderTheCurve() {
        for (JsonNode c : golden.get("auc")) {
            double[] values = doubles(c.get("logits"));
            float[] logits = new float[values.length];
            byte[] labels = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                logits[i] = (float) values[i];
                labels[i] = (byte) c.get("labels").get(i).asInt();
            }
            double auc = AttributeScores.of(1, logits, labels).auc()[0];
            assertThat(auc).isCloseTo(c.get("auc").asDouble(), within(1e-15));
        }
    }

    /** Solver and integral are asked for 1e-9; the power rises by about .3 where λ rises by 1. */
    @Test
    void detectableEffect() {
        for (JsonNode c : golden.get("detectable")) {
            int seeds = c.get("seeds").asInt();
            double effect = new DetectableEffect(seeds, 0, c.get("alpha").asDouble(), .8).at(seeds);
            assertThat(effect).isCloseTo(c.get("noncentrality").asDouble(), within(1e-7));
        }
    }
}
