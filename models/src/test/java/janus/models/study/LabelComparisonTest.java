package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelComparisonTest {
    @TempDir
    private Path folder;

    @Test
    void oneAttributeIsMcNemarsTest() {
        Answers a = answers(Map.of("x", new byte[] {1, 1, 1, 0, 1}));
        Answers b = answers(Map.of("x", new byte[] {0, 0, 1, 1, 0}));
        LabelComparison.Networks networks = only(a, b).networks().getFirst();
        assertThat(networks.images())
                .isEqualTo(new McNemar(3, 1))
                .isEqualTo(networks.attributes().get("x"));
    }

    @Test
    void anImageCountsOnceHoweverManyOfItsAttributesDiffer() {
        Answers a = answers(Map.of("x", new byte[] {1, 1, 0, 1}, "y", new byte[] {1, 0, 1, 1}));
        Answers b = answers(Map.of("x", new byte[] {0, 0, 1, 1}, "y", new byte[] {0, 1, 1, 1}));
        // the first image by two, the second by none, the third by one the other way
        assertThat(only(a, b).networks().getFirst().images()).isEqualTo(new McNemar(1, 1));
    }

    @Test
    void missingLabelsAreNoDisagreementAndCountForNoAccuracy() {
        Answers a = answers(Map.of("x", new byte[] {1, -1, 1, 0}));
        Answers b = answers(Map.of("x", new byte[] {0, -1, 1, 0}));
        LabelComparison comparison = only(a, b);
        assertThat(comparison.networks().getFirst().images()).isEqualTo(new McNemar(1, 0));
        assertThat(comparison.attributes().getFirst().first()).containsExactly(200 / 3.0);
    }

    @Test
    void attributeWithoutAnyLabelIsLeftOut() {
        Answers a = answers(Map.of("x", new byte[] {-1, -1}));
        assertThat(only(a, a).attributes()).isEmpty();
    }

    @Test
    void oneSeedHasADifferenceAndNoTest() {
        LabelComparison.Label label = only(
                        answers(Map.of("x", new byte[] {1, 1})), answers(Map.of("x", new byte[] {1, 0})))
                .attributes()
                .getFirst();
        assertThat(label.effect()).isEqualTo(50);
        assertThat(label.t()).isNull();
        assertThat(label.adjusted()).isNaN();
    }

    @Test
    void labelsThatOnlyOneArmPredictsAreNotCompared() {
        Answers a = answers(Map.of("x", new byte[] {1, 1}, "y", new byte[] {1, 1}));
        Answers b = answers(Map.of("y", new byte[] {1, 0}));
        assertThat(only(a, b).attributes())
                .extracting(LabelComparison.Label::name)
                .containsExactly("y");
    }

    @Test
    void pointsAreMeasuredByTheDistanceOfTheEyes() throws IOException {
        LabelledFaces faces = new LabelledFaces(true);
        Path file = folder.resolve("p.csv");
        Files.writeString(file, "image,nose_x,nose_y\n0.jpg," + (faces.x(0, 2) + 3) + "," + (faces.y(0, 2) - 4) + "\n");
        double ocular = Math.hypot(faces.x(0, 0) - faces.x(0, 1), faces.y(0, 0) - faces.y(0, 1));
        Answers answers = Answers.of(PredictionTable.read(List.of(file)), faces);
        // coordinates are float32, near 60
        assertThat(answers.score("nose")).isCloseTo(100 * 5 / ocular, within(1e-4));
        assertThat(answers.labels(true)).containsExactly("nose");
    }

    private static Answers answers(Map<String, byte[]> attributes) {
        return new Answers(attributes, Map.of());
    }

    private static LabelComparison only(Answers a, Answers b) {
        return LabelComparison.of(List.of("seed-1"), List.of(a), List.of(b));
    }
}
