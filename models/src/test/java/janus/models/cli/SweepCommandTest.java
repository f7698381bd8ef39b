package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.train.SmallFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two fractions of a few blobs, two arms, two seeds. */
final class SweepCommandTest {
    private static final String SWEEP =
            "sweep: [{data.fraction: 0.2, optimizer.epochs: 2}, {data.fraction: 1, optimizer.epochs: 1}]\n";
    private static final List<String> FOLDERS = List.of("data.fraction=0.2", "data.fraction=1");

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path whole;
    private static Output output;

    @BeforeAll
    static void makeOne() throws IOException {
        data = SmallFaces.write(folder.resolve("data"), 40, 7);
        whole = folder.resolve("whole");
        output = sweep(SWEEP, "--out", whole.toString());
        assertThat(output.code()).as(output.err()).isZero();
    }

    private static Output sweep(String yaml, String... args) throws IOException {
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(plan, "title: small\n" + yaml);
        List<String> all = new ArrayList<>(List.of("study", "--no-progress", "--config", plan.toString()));
        all.addAll(List.of("--seeds", "2", "--data", data.toString(), "--device", "cpu:1"));
        all.addAll(List.of("data.size=32", "network.width=0.0625", "optimizer.batch=8"));
        all.addAll(List.of(args));
        return Output.of(all.toArray(String[]::new));
    }

    @Test
    void everyValueIsAWholeStudyOfItsOwn() throws IOException {
        for (String name : FOLDERS) {
            Path study = whole.resolve(name);
            assertThat(study.resolve("study.yaml")).content().doesNotContain("sweep:");
            assertThat(study.resolve("arms/single/seed-2/summary.json")).isRegularFile();
            assertThat(study.resolve("report.html")).content().contains("<h1>small, " + name + "</h1>");
            Output alone = Output.of("study", "--no-progress", "--resume", study.toString());
            assertThat(alone.code()).as(alone.err()).isZero();
            assertThat(alone.out()).startsWith("small, " + name + "\nplan sha256:");
        }
        assertThat(whole.resolve("data.fraction=0.2/arms/single/seed-1/config.yaml"))
                .content()
                .contains("fraction: 0.2", "epochs: 2");
        assertThat(whole.resolve("data.fraction=1/arms/single/seed-1/config.yaml"))
                .content()
                .contains("fraction: 1.0", "epochs: 1");
    }

    @Test
    void endsWithOnePageOverAllValues() throws IOException {
        assertThat(output.out())
                .startsWith("small\nplan sha256:")
                .contains("data.fraction=0.2, optimizer.epochs=2: ", "data.fraction=1, optimizer.epochs=1: ")
                .contains("within its own study only; the sweep is descriptive")
                .isEqualTo(Files.readString(whole.resolve("verdict.txt")));
        assertThat(whole.resolve("verdict.json")).content().contains("\"data.fraction\" : 0.2", "\"interval_95\"");
        assertThat(whole.resolve("sweep.html"))
                .content()
                .contains("<a href=\"data.fraction=0.2/report.html\">0.2</a>", "<a href=\"data.fraction=1/report.html");
        assertThat(Files.readAllLines(whole.resolve("sweep.csv")))
                .hasSize(1 + 2 * 2)
                .anyMatch(line -> line.startsWith("0.2,2,accuracy,"));
        assertThat(whole.resolve("sweep.svg")).isRegularFile();
    }

    @Test
    void deletedRunAloneIsMadeAgain() throws IOException {
        Map<String, FileTime> before = StudyFiles.written(whole);
        Path gone = whole.resolve("data.fraction=0.2/arms/single/seed-2");
        String predictions = Files.readString(gone.resolve("attributes/predictions.csv"));
        try (Stream<Path> files = Files.walk(gone)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Output again = Output.of("study", "--no-progress", "--resume", whole.toString());
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo(output.out());
        assertThat(again.err().lines().filter(line -> line.contains("run ") && line.contains("/8, ")))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("run 4/8, data.fraction=0.2, single, seed 2"));
        assertThat(gone.resolve("attributes/predictions.csv")).content().isEqualTo(predictions);
        Map<String, FileTime> after = StudyFiles.written(whole);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.keySet().removeIf(file -> file.startsWith(whole.relativize(gone).toString()));
        before.keySet().removeIf(file -> file.startsWith(whole.relativize(gone).toString()));
        assertThat(after).isEqualTo(before).isNotEmpty();
    }

    @Test
    void shardsAndProcessesShareTheRunsOfAllValues() throws IOException {
        Path shards = folder.resolve("shards");
        Output first = sweep(SWEEP, "--out", shards.toString(), "--shard", "2/3");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("5 of 8 runs are still to finish; then: study --resume " + shards);
        assertThat(shards.resolve("sweep.html")).as("no study is finished").doesNotExist();
        Output rest = sweep(SWEEP, "--out", shards.toString(), "--jobs", "2");
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(StudyFiles.predictions(shards))
                .isEqualTo(StudyFiles.predictions(whole))
                .hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void valueThatDivergesIsMissingFromAPageOfTheOthers(String jobs) throws IOException {
        Path out = folder.resolve("diverging" + jobs);
        Output failed = sweep(
                "sweep: [{optimizer.rate: 0.001}, {optimizer.rate: 1.0e+30}]\n",
                "--out",
                out.toString(),
                "--jobs",
                jobs,
                "optimizer.epochs=1",
                "optimizer.warmup=0");
        assertThat(failed.code()).as(failed.err()).isEqualTo(2);
        String diverged = "optimizer.rate=1000000000000000000000000000000";
        assertThat(failed.err().lines().toList().getLast())
                .startsWith("error: ")
                .endsWith("; " + diverged + ": no verdict; the other values: " + out.resolve("sweep.html"));
        assertThat(failed.out()).isEmpty();
        assertThat(out.resolve("sweep.html"))
                .content()
                .contains("<a href=\"optimizer.rate=0.001/report.html\">0.001</a>", "2 values of optimizer.rate, 1 of")
                .containsPattern("no verdict: two-head, seed 1: model two-head, step [0-9]: .* is not finite");
        assertThat(out.resolve("verdict.txt")).content().contains("\n" + diverged + ": no verdict: two-head, seed 1");
        assertThat(out.resolve(diverged).resolve("arms/single/seed-2/diverged.txt"))
                .isNotEmptyFile();
        assertThat(out.resolve("optimizer.rate=0.001/arms/single/seed-2/diverged.txt"))
                .doesNotExist();
    }

    @Test
    void dryRunTellsHoursAndDetectableEffectOfEveryValueAndOfAll() throws IOException {
        Path none = folder.resolve("none");
        Output plan = sweep(SWEEP, "--dry-run", "--out", none.toString());
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("small, data.fraction=0.2: two-head against single; 2 arms, 2 seeds, 4 runs")
                .contains("small, data.fraction=1: two-head against single; 2 arms, 2 seeds, 4 runs")
                .containsPattern("\nsmall: 2 studies, 8 runs, about [0-9.]+ hours on cpu:1, one run at a time\n")
                .endsWith("\nsmallest effects: as if differences scattered alike at all values of data.fraction\n");
        assertThat(plan.out().split("accuracy: detects ", -1)).hasSize(3);
        assertThat(none).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[{data.fractoin: 0.1}, {data.fractoin: 1}] | :3: unknown key 'data.fractoin'; known here: attributes, ",
                "[{data.fraction: 0.1}, {data.fraction: 2}] | :3: data.fraction is 2.0; give a number above 0, up to 1",
                "[{data.fraction: 0.1}] | :3: sweep is [data.fraction=0.1]; give two settings or more, or none",
                "[{data.fraction: 1}, {data.fraction: 1.0}] | :3: sweep is [data.fraction=1, data.fraction=1]; give each"
                        + " value once",
                "[{data.fraction: 0.1}, {network.split: 2}] | :3: sweep.1 is [network.split]; give in every setting the"
                        + " keys of the first, in their order",
                "[{seed: 1}, {seed: 2}] | :3: sweep.0 is seed; give keys that can differ between studies",
                "[{models: [two-head]}, {models: [landmarks]}] | configuration: arms.two-head is models; give keys that"
                        + " no sweep sets",
                "[{}, {data.fraction: 1}] | :3: sweep.0 is empty; give at least one key of the training with its value",
                "[0.1, 1] | :3: sweep is 0.1; give keys with values, as in {data.fraction: 0.1}",
                "[{optimizer.batch: 8}, {optimizer.batch: 16}] | command line: optimizer.batch is set by the sweep;"
                        + " leave it out, or give another sweep with --config",
            })
    void sweepThatCannotBeMadeIsRefusedInOneLine(String sweep, String line) throws IOException {
        Output refused = sweep(
                "\nsweep: " + sweep + "\n", "--out", folder.resolve("none").toString());
        assertThat(refused.code()).isEqualTo(2);
        String place = line.startsWith(":") ? folder.resolve("plan.yaml").toString() : "";
        assertThat(refused.err()).startsWith("error: " + place + line);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void trialsAreThoseOfOneStudy() {
        Output refused = Output.of("tune", "--preset", "fractions", "--vary", "optimizer.rate=0.001..0.01");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("error: command line: tune takes the plan of one study; give one without a sweep\n");
    }
}
