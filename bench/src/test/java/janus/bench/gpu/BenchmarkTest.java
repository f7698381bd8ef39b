package janus.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.bench.gpu.Verdict.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark with a shell script in PyTorch's place. */
final class BenchmarkTest {
    private static final String SAME = "{\"parameters\": 11452018, \"multiplyAdds\": 148320768}";
    private static final String ROOFS = "{\"flops\": {\"float32\": 1e12}, \"bytes\": 1e11}";
    private static final Cell CELL = new Cell("cpu:2", 32, 2, "eager");

    @TempDir
    private Path temporary;

    @Test
    void bothAreTimedAndComparedOnTheSameNetwork() throws IOException {
        Verdict verdict = run(SAME, "echo '{\"first\": 2}'", CELL);
        assertThat(verdict.state()).as(verdict.line()).isEqualTo(State.PASSED);
        JsonNode written =
                new ObjectMapper().readTree(temporary.resolve("benchmark.json").toFile());
        JsonNode row = written.get("rows").get(0);
        // two images in half a second
        assertThat(row.at("/peer/median").asDouble()).isEqualTo(4);
        assertThat(row.get("ratio").asDouble())
                .isEqualTo(row.at("/janus/median").asDouble() / 4)
                .isPositive();
        assertThat(row.get("ofArithmetic").asDouble()).isPositive();
        assertThat(row.get("ofMemory").asDouble()).isPositive();
        JsonNode families = written.get("secondsByFamily").get("cpu:2, width 1.0, 32 px, batch 2");
        assertThat(families.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "pictures",
                        "convolutions",
                        "normalization",
                        "elementwise",
                        "losses",
                        "reductions",
                        "updates",
                        "fused");
        assertThat(families)
                .allSatisfy(seconds -> assertThat(seconds.asDouble()).isPositive());
        assertThat(row.at("/janus/lower").asDouble())
                .isLessThanOrEqualTo(row.at("/janus/upper").asDouble());
    }

    @Test
    void anotherNetworkIsNotCompared() throws IOException {
        Verdict verdict = run(SAME.replace("18", "17"), "echo '{\"first\": 2}'", CELL);
        assertThat(verdict.state()).isEqualTo(State.FAILED);
        assertThat(verdict.line()).contains("another network");
    }

    @Test
    void withoutPyTorchItIsSkippedWithTheReason() throws IOException {
        Verdict verdict = run("{\"skipped\": \"no torch\"}", "", CELL);
        assertThat(verdict.state()).isEqualTo(State.SKIPPED);
        assertThat(verdict.line()).isEqualTo("skipped: nothing to compare with, no torch");
        assertThat(verdict.exitCode()).isEqualTo(77);
    }

    @Test
    void failureOfPyTorchFailsAndTheNextCellIsTimed() throws IOException {
        String answer = "case $mode in eager) echo '{\"first\": 2}';; *) echo '{\"error\": \"no compiler\"}';; esac";
        Verdict verdict = run(SAME, answer, new Cell("cpu:2", 32, 2, "graph"), CELL);
        assertThat(verdict.state()).isEqualTo(State.FAILED);
        assertThat(verdict.line()).contains("1 of 2 comparisons", "graph: PyTorch: no compiler");
    }

    @Test
    void withoutRoomForBothOneIsTimedAfterTheOther() throws IOException {
        // there is room from the second time on
        String answer =
                "if [ -e %1$s ]; then echo '{\"first\": 2}'; else touch %1$s; echo '{\"outOfMemory\": true}'; fi"
                        .formatted(temporary.resolve("asked"));
        Verdict verdict = run(SAME, answer, CELL);
        assertThat(verdict.state()).as(verdict.line()).isEqualTo(State.PASSED);
        assertThat(verdict.line()).contains("1 of 1 comparisons");
    }

    private Verdict run(String greeting, String opened, Cell... cells) throws IOException {
        Path peer = temporary.resolve("peer.sh");
        Files.writeString(peer, """
                echo '%s'
                while read -r word mode rest; do
                    case $word in
                        roofs) echo '%s' ;;
                        open) %s ;;
                        time) echo '{"seconds": [0.5, 0.5, 0.5]}' ;;
                        *) echo '{}' ;;
                    esac
                done
                """.formatted(greeting, ROOFS, opened));
        return Benchmark.run(
                List.of(cells), List.of("sh", peer.toString()), .01, 300, temporary.resolve("benchmark.json"));
    }
}
