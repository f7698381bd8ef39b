package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.models.train.SmallFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvalTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path run;

    @BeforeAll
    static void trainThreeModels() throws IOException {
        data = SmallFaces.write(folder.resolve("data"), 40, 7);
        run = folder.resolve("run");
        train(run);
    }

    private static void train(Path out, String... overrides) {
        List<String> args = new ArrayList<>(List.of("train", "--no-progress", "--device", "reference"));
        args.addAll(List.of("--data", data.toString(), "--out", out.toString()));
        args.addAll(List.of("data.size=32", "network.width=0.0625", "optimizer.batch=8", "optimizer.epochs=1"));
        args.addAll(List.of(overrides));
        Output output = Output.of(args.toArray(String[]::new));
        assertThat(output.code()).as(output.err()).isZero();
    }

    @Test
    void runIsScoredAsItWasAfterTraining() throws IOException {
        JsonNode trained = JSON.readTree(Files.readString(run.resolve("summary.json")));
        Output output = Output.of("eval", "--run", run.toString(), "--device", "reference", "--json");
        JsonNode scored = JSON.readTree(output.out());
        assertThat(scored.get("models")).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(scores(scored, i)).isEqualTo(scores(trained, i));
        }
    }

    @Test
    void summarySaysWhatTheModelsCost() throws IOException {
        JsonNode trained = JSON.readTree(Files.readString(run.resolve("summary.json")));
        // other tests may have needed more before, in this process
        JsonNode process = trained.get("peak_rss_bytes");
        assertThat(process.isNull() || process.asLong() > 10_000_000).isTrue();
        // more than the weights and their gradients of three networks, in float64
        long parameters = 0;
        for (JsonNode model : trained.get("models")) {
            parameters += model.get("parameters").asLong();
        }
        assertThat(trained.get("peak_device_bytes").asLong()).isGreaterThan(2 * 8 * parameters);
        for (JsonNode model : trained.get("models")) {
            long forward = model.get("flops_per_image").asLong();
            assertThat(forward).isPositive();
            // all but the gradient of the stem's images
            assertThat(model.get("training_flops_per_image").asLong()).isBetween(2 * forward, 3 * forward);
            assertThat(model.get("seconds").asDouble()).isPositive();
        }
    }

    @Test
    void weightFileAloneIsEnoughWithData() throws IOException {
        JsonNode trained = JSON.readTree(Files.readString(run.resolve("summary.json")));
        Path weights = run.resolve("two-head/best.safetensors");
        Path out = folder.resolve("scored");
        Output output = Output.of(
                "eval",
                "--weights",
                weights.toString(),
                "--data",
                data.toString(),
                "--device",
                "reference",
                "--json",
                "--out",
                out.toString());
        assertThat(scores(JSON.readTree(output.out()), 0)).isEqualTo(scores(trained, 0));
        assertThat(out.resolve("two-head/predictions.csv"))
                .hasSameTextualContentAs(run.resolve("two-head/predictions.csv"));
        assertThat(out.resolve("report.html")).exists();
    }

    @Test
    void groupsOverASplitTrunkAreScoredAndPredictAsTheyWereTrained() throws IOException {
        Path grouped = folder.resolve("grouped");
        train(grouped, "models=[two-head, size]", "network.split=2", "network.groups={size: [Large], colour: [Red]}");
        JsonNode trained = JSON.readTree(Files.readString(grouped.resolve("summary.json")));
        Output scored = Output.of("eval", "--run", grouped.toString(), "--device", "reference", "--json");
        // the run's own first model comes first here too
        for (int i = 0; i < 2; i++) {
            assertThat(scores(JSON.readTree(scored.out()), i)).isEqualTo(scores(trained, i));
        }
        Path weights = grouped.resolve("size/best.safetensors");
        Output alone = Output.of(
                "eval", "--weights", weights.toString(), "--data", data.toString(), "--device", "reference", "--json");
        assertThat(scores(JSON.readTree(alone.out()), 0)).isEqualTo(scores(trained, 1));
        Path image = data.resolveSibling("images/000.jpg");
        Output predicted = Output.of(
                "predict",
                image.toString(),
                "--run",
                grouped.toString(),
                "--device",
                "reference",
                "--json",
                "--out",
                folder.resolve("pictures").toString());
        JsonNode faces = JSON.readTree(predicted.out());
        assertThat(faces.get(0).get("attributes").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("Large", "Red");
        assertThat(faces.get(0).get("points")).hasSize(2);
    }

    @Test
    void tablesNameEveryAttributeAndPoint() {
        Output output = Output.of("eval", "--run", run.toString(), "--device", "reference", "--split", "validation");
        assertThat(output.code()).isZero();
        assertThat(output.out())
                .contains("two-head", "attributes", "landmarks", "Red ", "Large ", "macro", "micro", "lefteye", "RMSE")
                .contains("majority class", "one seed: no verdict");
    }

    @Test
    void dataWithOtherLabelsIsRefused() throws IOException {
        Path other = folder.resolve("data/other.csv");
        Files.writeString(other, Files.readString(data).replace("Large", "Tall"));
        Path weights = run.resolve("attributes/best.safetensors");
        Output output =
                Output.of("eval", "--weights", weights.toString(), "--data", other.toString(), "--device", "reference");
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.err().lines().toList())
                .last()
                .asString()
                .startsWith("error: ")
                .contains("Large");
    }

    @Test
    void predictionsOfARunAreNotOverwritten() throws IOException {
        Path predictions = run.resolve("two-head/predictions.csv");
        byte[] before = Files.readAllBytes(predictions);
        Output output = Output.of("eval", "--run", run.toString(), "--split", "train", "--out", run.toString());
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.err()).contains(run + ": a run, whose predictions would be lost");
        assertThat(predictions).hasBinaryContent(before);
    }

    @Test
    void weightsWithoutDataAreRefused() {
        Output output = Output.of(
                "eval", "--weights", run.resolve("two-head/best.safetensors").toString());
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.err()).contains("give --data PATH, or --run DIR");
    }

    /** A model's entry without what training alone knows. */
    private static JsonNode scores(JsonNode summary, int model) {
        return ((ObjectNode) summary.get("models").get(model))
                .without(List.of("seconds", "best_epoch", "training_flops_per_image"));
    }
}
