package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import janus.celeba.DataException;
import janus.celeba.Progress;
import janus.kernels.Devices;
import janus.models.train.Configs;
import janus.models.train.SmallFaces;
import janus.models.train.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {
    private static final List<Endpoint> ENDPOINTS = List.of(Endpoint.ACCURACY, Endpoint.NME);

    @TempDir
    private Path folder;

    /** The control's own plan on a few blobs, the single models at {@code rate} if it is not the same. */
    private Control frozen(String name, double rate) throws IOException {
        Plan plan = small(Plans.control("frozen", Map.of()), List.of(1L), rate, Map.of());
        StudyFolder study = StudyFolder.begin(folder.resolve(name), plan);
        make(study);
        return FrozenNull.of(study);
    }

    private Plan small(Plan whole, List<Long> seeds, double rate, Map<String, String> more) throws IOException {
        Map<String, Map<String, JsonNode>> arms = new LinkedHashMap<>(whole.arms());
        Map<String, JsonNode> single = new LinkedHashMap<>(arms.getOrDefault("single", Map.of()));
        single.put("optimizer.rate", DoubleNode.valueOf(rate));
        arms.computeIfPresent("single", (_, _) -> single);
        Map<String, String> small = new HashMap<>(Map.of(
                "data.folder", data().toString(),
                "data.size", "32",
                "data.attributes", "[]",
                "data.labelled", "{attributes: 1, landmarks: 1}",
                "network.width", "0.0625",
                "optimizer.batch", "8",
                "optimizer.epochs", "2"));
        small.putAll(more);
        return new Plan(
                whole.title(),
                seeds,
                whole.margins(),
                whole.expected(),
                arms,
                Configs.with(whole.training(), small, "test"),
                List.of());
    }

    private Path data() throws IOException {
        Path data = folder.resolve("data");
        return Files.exists(data) ? data : SmallFaces.write(data, 40, 7);
    }

    private static void make(StudyFolder study) throws IOException {
        new Runs(study, () -> Devices.open("cpu:2"), Stop.NEVER, Progress.NONE).make(0, 1);
    }

    @Test
    void everyControlIsThatOfItsOwnStudies() throws IOException {
        AtomicInteger plans = new AtomicInteger();
        Controls controls = new Controls(folder.resolve("controls"), (name, overrides) -> {
            // the blobs know no factors: rates of their own make other results
            double rate = .001 * plans.incrementAndGet();
            List<Long> seeds = name.equals("same") ? List.of(1L, 2L, 3L, 4L) : List.of(1L, 2L);
            return small(Plans.control(name, Map.of()), seeds, rate, Map.of("optimizer.rate", "" + rate));
        });
        Map<String, Judgement> judged = new HashMap<>();
        for (StudyFolder study : controls.folders()) {
            make(study);
            String name = study.path().getFileName().toString();
            if (study.plan().arms().size() > 1) {
                judged.put(name, Controls.judge(study, Progress.NONE));
            }
        }
        Calibration record = controls.judge("cpu:2", Progress.NONE);
        assertThat(record.controls()).extracting(Control::name).isEqualTo(Controls.NAMES);
        assertThat(record.controls().get(3).figure())
                .contains("must be better", VerdictPage.effects(judged.get("shared")));
        assertThat(record.controls().get(4).figure())
                .contains("must be worse", VerdictPage.effects(judged.get("conflict")));
        Map<String, Judgement.Result> gains = new HashMap<>();
        judged.forEach((name, judgement) -> gains.put(name, judgement.results().getFirst()));
        assertThat(record.controls().get(5))
                .isEqualTo(Trend.of("sharing, from none to all", gains.get("unshared"), gains.get("shared"), true));
        assertThat(record.controls().get(6))
                .isEqualTo(Trend.of("conflict, from none to all", gains.get("shared"), gains.get("opposed"), false));
        assertThat(Calibration.find(folder.resolve("controls"), record.code())).isEqualTo(record);
        nullsScatterAsTheWidestStudyOfTheEndpoint(controls);
    }

    private static void nullsScatterAsTheWidestStudyOfTheEndpoint(Controls controls) throws IOException {
        Map<String, StudyFolder> studies = new HashMap<>();
        controls.folders()
                .forEach(study -> studies.put(study.path().getFileName().toString(), study));
        RunScores runs = Controls.scores(studies.get("same"), "two-head", Progress.NONE);
        int[] order = {0, 1, 2, 3};
        NullSimulation.Components widest = NullSimulation.Components.of(RunScores.differences(runs.nme(), order));
        for (String about : List.of("shared", "conflict")) {
            RunScores two = Controls.scores(studies.get(about), "two-head", Progress.NONE);
            RunScores one = Controls.scores(studies.get(about), "single", Progress.NONE);
            NullSimulation.Components arms = NullSimulation.Components.of(RunScores.differences(two.nme(), one.nme()));
            assertThat(widest.or(arms)).as("%s is wider somewhere", about).isNotEqualTo(widest);
            widest = widest.or(arms);
        }
        assertThat(controls.scatter(Endpoint.NME, runs, Progress.NONE)).isEqualTo(widest);
        assertThat(controls.scatter(Endpoint.ACCURACY, runs, Progress.NONE))
                .as("decided by none of them")
                .isEqualTo(NullSimulation.Components.of(RunScores.differences(runs.accuracy(), order)));
    }

    @Test
    void trendFollowsTheEndpointsSenseAndNeedsItsInterval() {
        // NME falls by .4 with the knob and by .1 without: the gain rises by .3
        Judgement.Result none = nme(-.1, -.12, -.08, -.1);
        Judgement.Result all = nme(-.4, -.41, -.39, -.42);
        assertThat(Trend.of("knob", none, all, true).text())
                .startsWith("passed  knob: the gain in NME moves by +0.305 points");
        assertThat(Trend.of("knob", all, none, false).passed()).isTrue();
        assertThat(Trend.of("knob", none, all, false).passed()).isFalse();
        assertThat(Trend.of("knob", none, nme(-.4, .1, -.3, .2), true).passed()).isFalse();
    }

    private static Judgement.Result nme(double... differences) {
        return new Judgement.Result(Endpoint.NME, 0, 0, differences, null);
    }

    @Test
    void headsOverAFrozenTrunkEndBitIdenticalInBothArms() throws IOException {
        Control control = frozen("equal", .001);
        assertThat(control.passed()).as(control.figure()).isTrue();
        assertThat(control.figure()).startsWith("8 arrays of the heads bit-identical");
    }

    @Test
    void armsThatDoDifferFailTheFrozenControl() throws IOException {
        assertThat(frozen("unequal", .01).text()).startsWith("FAILED  frozen trunk: attributes.0.");
    }

    @Test
    void runsOfOneArmAreSeldomCalledDifferent() {
        Random random = new Random(3);
        for (int set = 0; set < 5; set++) {
            RunScores runs = new RunScores(scores(random), scores(random));
            Control control = SameArm.of(runs, ENDPOINTS);
            assertThat(control.passed()).as(control.figure()).isTrue();
        }
    }

    private static double[][] scores(Random random) {
        double[][] scores = new double[16][60];
        for (double[] run : scores) {
            double level = 90 + .3 * random.nextGaussian();
            Arrays.setAll(run, i -> level + 4 * random.nextGaussian());
        }
        return scores;
    }

    @Test
    void drawnNullsAreSeldomCalledWhereImagesAreShared() {
        NullSimulation.Components images = new NullSimulation.Components(.01, 9, 16);
        NullSimulation nulls = NullSimulation.of(ENDPOINTS, List.of(images, images), 8, 100, 300, 5);
        // 5 % of 300, and four standard deviations of that
        assertThat(nulls.called()).isBetween(1, 30);
    }

    @Test
    void tooManyCallsFailTheControl() {
        assertThat(new NullSimulation(1000, 50).control().passed()).isTrue();
        assertThat(new NullSimulation(1000, 80).control().text())
                .startsWith("FAILED  drawn nulls: 80 of 1000 studies without a difference were called (8.0 %");
        // Clopper and Pearson's interval of 50 in 1,000 ends at .0654 (SciPy's beta.ppf(.975, 51, 950))
        assertThat(new NullSimulation(1000, 50).upper()).isCloseTo(.0654, within(5e-5));
    }

    @Test
    void recordIsThatOfThisCodeAlone() throws IOException {
        List<Control> controls = new ArrayList<>();
        Controls.NAMES.forEach(name -> controls.add(new Control(name, !name.equals("drawn nulls"), "so")));
        Calibration record = new Calibration("1 sha256:ab", "cpu", "2026-11-25T00:00:00Z", controls);
        record.write(folder);
        assertThat(Calibration.find(folder, "1 sha256:ab")).isEqualTo(record);
        assertThat(Calibration.find(folder, "1 sha256:cd")).isEqualTo(Calibration.NONE);
        assertThat(Calibration.find(folder.resolve("none"), "1 sha256:ab")).isEqualTo(Calibration.NONE);
        assertThat(record.lines()).contains("  passed  frozen trunk: so", "  FAILED  drawn nulls: so");
        assertThat(Files.readString(folder.resolve("controls.json"))).contains("\"code\" : \"1 sha256:ab\"");
    }

    @Test
    void recordThatLacksControlsCountsForNothingButWhatFailed() throws IOException {
        Control failed = new Control("y", false, "not so");
        new Calibration("1", "cpu", "now", List.of(new Control("x", true, ""), failed)).write(folder);
        Calibration found = Calibration.find(folder, "1");
        assertThat(found.heading())
                .startsWith("uncalibrated: " + folder.resolve("controls.json") + " has no control frozen trunk, ");
        assertThat(found.controls()).containsExactly(failed);
        assertThat(found.known()).isFalse();
    }

    @Test
    void controlsOfOtherCodeThanTheRunsAreNoCalibration() {
        Calibration record = new Calibration("1", "cpu", "now", List.of(new Control("frozen trunk", true, "")));
        assertThat(record.of(Set.of("1"))).isEqualTo(record);
        assertThat(record.of(Set.of())).as("runs that do not say").isEqualTo(record);
        assertThat(record.of(Set.of("1", "2")).lines())
                .containsExactly("uncalibrated: controls are of other code than these runs");
        assertThat(Calibration.NONE.of(Set.of("2"))).isEqualTo(Calibration.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "",
                "{\"code\": \"1\", \"device\": \"cpu\", \"when\": \"now\"}",
                "{\"code\": \"1\", \"device\": \"cpu\", \"when\": \"now\", \"controls\": [null]}",
                "{\"code\": \"1\", \"device\": \"cpu\", \"when\": \"now\", \"controls\": [{}]}"
            })
    void fileThatIsNoRecordIsNamed(String text) throws IOException {
        Path file = folder.resolve("controls.json");
        Files.writeString(file, text);
        assertThatThrownBy(() -> Calibration.find(folder, "1"))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": no record of controls; remove it, or run study --controls again");
    }
}
