package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.train.SmallFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training label changes after one arm of a study was trained and before the other. */
final class ChangedLabelsTest {
    @TempDir
    private Path folder;

    private Output study(String... more) {
        List<String> args = new ArrayList<>(List.of("study", "--no-progress", "--device", "cpu:1", "--seeds", "2"));
        args.addAll(List.of("--data", folder.resolve("data").toString()));
        args.addAll(List.of("--out", folder.resolve("study").toString()));
        args.addAll(List.of("data.size=32", "network.width=0.0625", "optimizer.batch=8", "optimizer.epochs=1"));
        args.addAll(List.of(more));
        return Output.of(args.toArray(String[]::new));
    }

    @Test
    void refusesTheVerdictAndTheRunThatWouldGoOn() throws IOException {
        Path labels = SmallFaces.write(folder.resolve("data"), 40, 7);
        Output first = study("--shard", "1/2");
        assertThat(first.code()).as(first.err()).isZero();
        String before = Files.readString(labels);
        Files.writeString(labels, before.replaceFirst("000.jpg,0,.", "000.jpg,0,"));
        Output second = study();
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out())
                .contains("refused: environment.data is ", "verdict on A: refused")
                .doesNotContain("refused: environment.images");

        Path run = folder.resolve("study/arms/two-head/seed-1");
        Files.delete(run.resolve("summary.json"));
        try (Stream<Path> checkpoints = Files.list(run.resolve("checkpoints"))) {
            for (Path checkpoint : checkpoints.toList()) {
                Files.delete(checkpoint);
            }
        }
        Output resumed = study();
        assertThat(resumed.code()).isEqualTo(2);
        assertThat(resumed.err())
                .endsWith("error: " + run.resolve("env.txt")
                        + ": the run began with other labels; undo that, or choose another --out\n");

        Files.writeString(labels, before);
        Files.setLastModifiedTime(folder.resolve("data/images/000.jpg"), FileTime.fromMillis(0));
        Output again = study();
        assertThat(again.code())
                .as("times of images say nothing: " + again.err())
                .isZero();
    }
}
