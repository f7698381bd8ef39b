package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.celeba.DataException;
import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import janus.models.report.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementTest {
    private static final int SEEDS = 8;

    @TempDir
    private Path folder;

    private final LabelledFaces faces = new LabelledFaces(true);

    @Test
    void scoresAreThoseOfTheReports() throws IOException {
        arm("a", 1, .3, 2);
        arm("b", 1, .3, 2);
        Judgement judgement = judge("a", "b");
        int[] rows = IntStream.range(0, LabelledFaces.SIZE).toArray();
        PredictionTable table = PredictionTable.read(List.of(folder.resolve("a/1/predictions.csv")));
        float[] logits = new float[2 * rows.length];
        float[] coordinates = new float[6 * rows.length];
        for (int i : rows) {
            for (int j = 0; j < 2; j++) {
                logits[2 * i + j] = table.column(faces.attributes().get(j))[i];
            }
            for (int k = 0; k < 3; k++) {
                coordinates[6 * i + 2 * k] = table.column(faces.points().get(k) + "_x")[i] / faces.width();
                coordinates[6 * i + 2 * k + 1] = table.column(faces.points().get(k) + "_y")[i] / faces.height();
            }
        }
        Labels labels = Labels.of(faces, rows);
        double accuracy = AttributeScores.of(2, logits, labels.attributes()).macroAccuracy();
        double nme = PointScores.of(3, faces.width(), faces.height(), 0, 1, coordinates, labels.points())
                .nme();
        assertThat(judgement.results().get(0).first()).isCloseTo(100 * accuracy, within(1e-9));
        // pixels were divided and multiplied by the width in float32
        assertThat(judgement.results().get(1).first()).isCloseTo(100 * nme, within(1e-4));
    }

    @Test
    void oneSeedGivesNoVerdict() throws IOException {
        arm("a", 1, .1, 1);
        arm("b", 1, .3, 2);
        assertThat(judge("a", "b").verdict().overall()).isEqualTo(Verdict.Overall.NONE);
    }

    @Test
    void fewerMistakesAreBetterAndTheOtherWayRoundWorse() throws IOException {
        arm("a", SEEDS, .05, 1);
        arm("b", SEEDS, .3, 3);
        assertThat(judge("a", "b").verdict().overall()).isEqualTo(Verdict.Overall.BETTER);
        assertThat(judge("b", "a").verdict().overall()).isEqualTo(Verdict.Overall.WORSE);
    }

    @Test
    void armAgainstItselfIsEquivalentWithoutAnyWidth() throws IOException {
        arm("a", SEEDS, .2, 2);
        Judgement judgement = judge("a", "a");
        assertThat(judgement.verdict().overall()).isEqualTo(Verdict.Overall.EQUIVALENT);
        for (Judgement.Result result : judgement.results()) {
            Interval interval = result.evidence().crossed().interval(.95);
            assertThat(interval).isEqualTo(new Interval(0, 0));
            assertThat(result.evidence().signFlip()).isEqualTo(1);
        }
    }

    @Test
    void moreAttributesButWorsePointsAreATradeOff() throws IOException {
        arm("a", SEEDS, .05, 3);
        arm("b", SEEDS, .3, 1);
        assertThat(judge("a", "b").verdict().overall()).isEqualTo(Verdict.Overall.TRADE_OFF);
    }

    @Test
    void anotherRateRefusesTheVerdictAndIsNamed() throws IOException {
        arm("a", SEEDS, .05, 1);
        arm("b", SEEDS, .3, 3);
        for (int seed = 1; seed <= SEEDS; seed++) {
            String free = "seed: " + seed + "\nmodels: [two-head]\noptimizer: {rate: 0.1}\n";
            Files.writeString(folder.resolve("a/" + seed + "/config.yaml"), free);
            String other = free.replace("two-head", "attributes");
            Files.writeString(
                    folder.resolve("b/" + seed + "/config.yaml"), seed == 5 ? other.replace("0.1", "0.2") : other);
        }
        Judgement judgement = judge("a", "b");
        assertThat(judgement.verdict().overall()).isEqualTo(Verdict.Overall.REFUSED);
        assertThat(judgement.audit().differences()).containsOnlyKeys("optimizer.rate");
        assertThat(VerdictPage.text(judgement)).contains("optimizer.rate is 0.1", "0.2 in");
    }

    @Test
    void seedsAndImagesMustPair() throws IOException {
        arm("a", 3, .05, 1);
        arm("b", 2, .3, 3);
        assertThatThrownBy(() -> judge("a", "b"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("seeds [1, 2, 3]")
                .hasMessageContaining("[1, 2]");
        arm("b", 3, .3, 3);
        Path file = folder.resolve("b/2/predictions.csv");
        Files.writeString(file, Files.readString(file).replace("\n7.jpg,", "\n700.jpg,"));
        assertThatThrownBy(() -> judge("a", "b"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("predictions.csv:9: 700.jpg")
                .hasMessageContaining("has 7.jpg");
    }

    @Test
    void missingLabelsCountForNoScore() throws IOException {
        LabelledFaces some = new LabelledFaces(false);
        arm(some, "a", 2, 0, 0);
        arm(some, "b", 2, 1, 0);
        Judgement judgement =
                Judgement.of(folder.resolve("a"), List.of(), folder.resolve("b"), List.of(), some, Calibration.NONE);
        assertThat(judgement.results().get(0).first()).as("all right").isEqualTo(100);
        assertThat(judgement.results().get(0).second()).as("all wrong").isZero();
    }

    @Test
    void armsThatPredictOtherAttributesAreNotCompared() throws IOException {
        arm("a", 2, .1, 1);
        arm("b", 2, .1, 1);
        without("b/1", "Male");
        assertThatThrownBy(() -> judge("a", "b"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("predicts [Smiling, Male]")
                .hasMessageContaining("[Smiling];");
    }

    @Test
    void armOfAttributesAndArmOfPointsHaveNothingInCommon() throws IOException {
        arm("a", 2, .1, 1);
        arm("b", 2, .1, 1);
        for (int seed = 1; seed <= 2; seed++) {
            without("a/" + seed, "Smiling|Male");
            without("b/" + seed, ".*_[xy]");
        }
        assertThatThrownBy(() -> judge("a", "b"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no label");
    }

    /** Leaves out the columns of a seed whose names match. */
    private void without(String seed, String columns) throws IOException {
        Path file = folder.resolve(seed + "/predictions.csv");
        List<String[]> lines = Files.readAllLines(file).stream()
                .map(line -> line.split(",", -1))
                .toList();
        String[] header = lines.getFirst();
        Files.write(
                file,
                lines.stream()
                        .map(line -> IntStream.range(0, header.length)
                                .filter(i -> !header[i].matches(columns))
                                .mapToObj(i -> line[i])
                                .collect(Collectors.joining(",")))
                        .toList());
    }

    @Test
    void moreSeedsThanTheExactTestTakesAreRefused() throws IOException {
        arm("a", SignFlip.MOST + 1, .1, 1);
        assertThatThrownBy(() -> judge("a", "a"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("21 seeds; the exact test takes 20 at most");
    }

    @Test
    void pageOfAnArmAgainstItselfIsWhole() throws IOException {
        arm("a", SEEDS, .2, 2);
        String page = VerdictPage.text(judge("a", "a"));
        assertThat(page).contains("show 0.000 points", "verdict on A: practically equivalent");
        assertThat(page).contains("not audited: no config.yaml in");
    }

    @Test
    void failedControlWithholdsTheVerdictAndSaysWhich() throws IOException {
        arm("a", SEEDS, .05, 1);
        arm("b", SEEDS, .3, 3);
        Calibration failed = new Calibration("code", "cpu", "now", List.of(new Control("one", false, "was not so")));
        Judgement judgement =
                Judgement.of(folder.resolve("a"), List.of(), folder.resolve("b"), List.of(), faces, failed);
        assertThat(judgement.verdict().overall()).isEqualTo(Verdict.Overall.WITHHELD);
        assertThat(VerdictPage.text(judgement)).contains("FAILED  one: was not so", "withheld");
    }

    @Test
    void controlsOfOtherCodeThanTheRunsSayNothingOfThem() throws IOException {
        arm("a", SEEDS, .05, 1);
        arm("b", SEEDS, .3, 3);
        Calibration passed = new Calibration("new", "cpu", "now", List.of(new Control("one", true, "was so")));
        for (int seed = 1; seed <= SEEDS; seed++) {
            Files.writeString(folder.resolve("a/" + seed + "/env.txt"), "janus: old\n");
            Files.writeString(folder.resolve("b/" + seed + "/env.txt"), "janus: old\n");
        }
        Judgement judgement =
                Judgement.of(folder.resolve("a"), List.of(), folder.resolve("b"), List.of(), faces, passed);
        assertThat(VerdictPage.text(judgement))
                .contains("uncalibrated: controls are of other code than these runs", "verdict on A: better")
                .doesNotContain("passed");
    }

    private Judgement judge(String a, String b) throws IOException {
        return Judgement.of(folder.resolve(a), List.of(), folder.resolve(b), List.of(), faces, Calibration.NONE);
    }

    /** Predictions of which a share {@code wrong} of the attributes is, and whose points are so many pixels away. */
    private void arm(String name, int seeds, double wrong, double pixels) throws IOException {
        arm(faces, name, seeds, wrong, pixels);
    }

    private void arm(LabelledFaces faces, String name, int seeds, double wrong, double pixels) throws IOException {
        for (int seed = 1; seed <= seeds; seed++) {
            Random random = new Random(31L * seed + name.hashCode());
            StringBuilder csv =
                    new StringBuilder("image,Smiling,Male,lefteye_x,lefteye_y,righteye_x,righteye_y,nose_x,nose_y\n");
            for (int i = 0; i < LabelledFaces.SIZE; i++) {
                csv.append(faces.name(i));
                for (int j = 0; j < 2; j++) {
                    boolean right = random.nextDouble() >= wrong;
                    csv.append(',').append(right == (faces.attribute(i, j) == 1) ? 1.5f : -1.5f);
                }
                for (int k = 0; k < 3; k++) {
                    csv.append(',').append(faces.x(i, k) + pixels * random.nextGaussian());
                    csv.append(',').append(faces.y(i, k) + pixels * random.nextGaussian());
                }
                csv.append('\n');
            }
            Path target = Files.createDirectories(folder.resolve(name + "/" + seed));
            Files.writeString(target.resolve("predictions.csv"), csv);
        }
    }
}
