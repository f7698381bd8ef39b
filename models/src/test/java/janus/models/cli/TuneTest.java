package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.models.train.SmallFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TuneTest {
    /** Draws of two points one close to each end. */
    private static final String SEED = "5153";

    @TempDir
    private Path folder;

    private Output tune(String range, int trials) throws IOException {
        Path data = SmallFaces.write(folder.resolve("data"), 40, 7);
        List<String> args = new ArrayList<>(List.of("tune", "--no-progress", "--vary", "optimizer.rate=" + range));
        args.addAll(List.of("--trials", Integer.toString(trials), "--data", data.toString(), "--device", "cpu:1"));
        args.addAll(List.of("--out", folder.resolve("tune").toString(), "data.size=32", "network.width=0.0625"));
        args.addAll(List.of("optimizer.batch=8", "optimizer.epochs=1", "--seed", SEED, "--json"));
        return Output.of(args.toArray(String[]::new));
    }

    @Test
    void trialsThatDivergeAreTheWorst() throws IOException {
        Output output = tune("0.001..1e20", 2);
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.err())
                .contains("is not finite, the step was not applied")
                .contains("the best of each arm");
        assertThat(Files.readAllLines(folder.resolve("tune/trials.csv")))
                .hasSize(5)
                .anyMatch(line -> line.endsWith(","))
                .anyMatch(line -> line.matches("two-head,[12],.*,[0-9.]+"));
        JsonNode trials = new ObjectMapper().readTree(output.out());
        assertThat(trials).hasSize(4);
        assertThat(trials.findValues("score")).anyMatch(JsonNode::isNull).anyMatch(JsonNode::isNumber);
        assertThat(trials.get(0).get("optimizer.rate").asDouble()).isBetween(.001, 1e20);
        assertThat(folder.resolve("tune/tuned.yaml")).isNotEmptyFile();
    }

    @Test
    void armWhoseTrialsAllDivergeIsNamedInOneLine() throws IOException {
        Output output = tune("1e19..1e20", 1);
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.err().lines().toList())
                .last()
                .asString()
                .startsWith("error: arm two-head: no trial has a validation score, as all diverged or");
        assertThat(Files.readAllLines(folder.resolve("tune/trials.csv"))).hasSize(3);
        assertThat(folder.resolve("tune/tuned.yaml")).doesNotExist();
    }
}
