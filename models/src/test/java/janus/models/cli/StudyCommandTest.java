package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import janus.models.study.Plans;
import janus.models.study.StudyFolder;
import janus.models.train.SmallFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two arms with two seeds, on a few blobs. */
final class StudyCommandTest {
    @TempDir
    private static Path folder;

    private static Path data;
    private static Path whole;
    private static Output output;

    @BeforeAll
    static void runOne() throws IOException {
        data = SmallFaces.write(folder.resolve("data"), 40, 7);
        whole = folder.resolve("whole");
        output = study("--out", whole.toString());
        assertThat(output.code()).as(output.err()).isZero();
    }

    private static Output study(String... args) {
        List<String> all = new ArrayList<>(List.of("study", "--no-progress"));
        all.addAll(List.of(args));
        if (!all.contains("--resume")) {
            all.addAll(List.of("--seeds", "2", "--data", data.toString()));
            all.addAll(all.contains("--device") ? List.of() : List.of("--device", "cpu:1"));
            all.addAll(List.of("data.size=32", "network.width=0.0625", "optimizer.batch=8", "optimizer.epochs=1"));
        }
        return Output.of(all.toArray(String[]::new));
    }

    @Test
    void endsWithOnePageAndItsJson() throws IOException {
        assertThat(output.out())
                .startsWith("rehearsal\nplan sha256:")
                .contains(
                        "A  " + whole.resolve("arms/two-head"), "B  " + whole.resolve("arms/single"), "verdict on A: ")
                .contains("2 seeds, 10 images", "uncalibrated: ")
                .isEqualTo(Files.readString(whole.resolve("verdict.txt")));
        assertThat(whole.resolve("verdict.json")).content().contains("\"reference\" : \"single\"");
        assertThat(output.err()).contains("2 arms, 2 seeds, 4 runs", "accuracy: detects ", "NME: detects ");
    }

    @Test
    void finishedRunsAreNeverRepeated() throws IOException {
        Map<String, FileTime> before = StudyFiles.written(whole);
        Output again = study("--resume", whole.toString());
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo(output.out());
        assertThat(StudyFiles.written(whole)).isEqualTo(before);
    }

    @Test
    void shardsAndProcessesGiveTheBitsOfOne() throws IOException {
        Path shards = folder.resolve("shards");
        Output first = study("--out", shards.toString(), "--shard", "2/3");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("3 of 4 runs are still to finish; then: study --resume " + shards);
        Output rest = study("--out", shards.toString(), "--jobs", "2");
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(StudyFiles.predictions(shards))
                .isEqualTo(StudyFiles.predictions(whole))
                .hasSize(6);
        assertThat(rest.out().replace(shards.toString(), ""))
                .isEqualTo(output.out().replace(whole.toString(), ""));
    }

    @Test
    void asManyProcessesAsSuitTheMachineGiveTheBitsOfOne() throws IOException {
        Path chosen = folder.resolve("chosen");
        Output made = study("--out", chosen.toString(), "--device", "cpu");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.err())
                .containsPattern("\\n[1-4] runs at a time, on one thread each,|one run at a time, on all");
        assertThat(StudyFiles.predictions(chosen)).isEqualTo(StudyFiles.predictions(whole));
        assertThat(made.out().replace(chosen.toString(), ""))
                .as("and the audit sees no difference")
                .contains("verdict on A: ")
                .doesNotContain("refused");
    }

    @Test
    void runTellsItsOwnMemoryNotThatOfTheRunBefore() throws IOException {
        // each run but the first comes after one of the other arm
        long both = memory("two-head/seed-1");
        long single = memory("single/seed-1");
        assertThat(memory("two-head/seed-2")).isEqualTo(both).isNotEqualTo(single);
        assertThat(memory("single/seed-2")).isEqualTo(single);
    }

    private static long memory(String run) throws IOException {
        String summary = Files.readString(whole.resolve("arms").resolve(run).resolve("summary.json"));
        return new ObjectMapper().readTree(summary).get("peak_device_bytes").asLong();
    }

    @Test
    void changedPlanIsRefused() throws IOException {
        Path changed = folder.resolve("changed");
        StudyFolder.begin(changed, Plans.resolve("quick", null, Map.of()));
        Path plan = changed.resolve("study.yaml");
        Files.writeString(plan, Files.readString(plan).replace("accuracy: 0.1", "accuracy: 0.5"));
        assertThat(study("--resume", changed.toString()).err())
                .isEqualTo("error: " + plan + ": changed since the study began; undo that, or begin another study with "
                        + "--config " + plan + "\n");
    }

    @Test
    void anotherPlanInTheSameFolderIsRefused() {
        Output other = study("--out", whole.toString(), "optimizer.rate=0.5");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err())
                .endsWith("error: " + whole + ": another study is there; choose another --out, or go on "
                        + "with --resume " + whole + "\n");
    }

    @Test
    void planIsNotChangedByResuming() {
        Output other = study("--resume", whole.toString(), "optimizer.rate=0.5");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err())
                .isEqualTo("error: command line: --resume goes on with the plan in " + whole
                        + "; leave out what would change it, or begin another study\n");
    }

    @Test
    void dryRunTellsWhatItWouldTakeAndTakesNoStep() {
        Path none = folder.resolve("none");
        Output plan = study("--dry-run", "--out", none.toString());
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("hours on cpu:1", "accuracy: detects ", "2 seeds cannot reach Holm's p < .05")
                .containsPattern("for the margin: [0-9]+ seeds|for the margin: no number of seeds");
        assertThat(none).doesNotExist();
    }

    @Test
    void armsThatDifferInMoreThanTheyMayAreRefusedByName() throws IOException {
        Path file = folder.resolve("plan.yaml");
        Files.writeString(file, "arms:\n  a: {models: [two-head]}\n  b: {optimizer.momentum: 0.5}\n");
        Output refused = study("--config", file.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("error: " + file + ":3: arms.b is optimizer.momentum; give keys that arms may differ in: ");
    }

    @Test
    void everyArmPredictsWhatHasAMargin() throws IOException {
        Path file = folder.resolve("plan.yaml");
        Files.writeString(file, "arms:\n  a: {models: [two-head]}\n  b: {models: [attributes]}\n");
        Output refused = study("--config", file.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("error: " + file + ":3: arms.b is [attributes]; give models that predict NME as others do");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dry-run", "--json", "--seeds=3", "optimizer.epochs=1"})
    void controlsTakeNoPlan(String given) {
        Path place = folder.resolve("controls");
        assertThat(Output.of("study", "--controls", given, "--out", place.toString())
                        .err())
                .startsWith("error: command line: --controls has plans of its own; ");
        assertThat(place).doesNotExist();
    }
}
