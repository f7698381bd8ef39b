package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.Progress;
import janus.engine.Parameter;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.MultiTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    @TempDir
    private Path temporary;

    private Path data;

    /** A trained model's weights by the names they have in a single-task model, below the task they serve. */
    private record Trained(Map<String, double[]> weights, float[] logits, float[] coordinates) {}

    @BeforeEach
    void drawFaces() throws IOException {
        data = SmallFaces.write(temporary.resolve("data"), 40, 7);
    }

    // the norm for clipping is all there is between the parts
    @ParameterizedTest
    @CsvSource({"reference, adamw, 0", "cpu, adamw, .9", "reference, sgd, .9"})
    void sharingNothingTrainsTheSingleModelsToTheBit(String device, String optimizer, String average)
            throws IOException {
        List<Trained> models = train(Map.of(
                "network.split", "0",
                "optimizer.clip", "0",
                "optimizer.name", optimizer,
                "optimizer.average", average,
                "device", device));
        Trained both = models.get(0);
        assertThat(both.logits()).containsExactly(models.get(1).logits());
        assertThat(both.coordinates()).containsExactly(models.get(2).coordinates());
        for (int i = 1; i <= 2; i++) {
            String task = i == 1 ? "attributes." : "landmarks.";
            models.get(i).weights().forEach((name, numbers) -> {
                String own = name.startsWith(task) ? name : task + name;
                assertThat(both.weights().get(own)).as(own).containsExactly(numbers);
            });
        }
    }

    @Test
    void clippingCouplesPartsThatShareNothing() throws IOException {
        List<Trained> models = train(Map.of("network.split", "0", "optimizer.clip", ".01", "optimizer.name", "sgd"));
        assertThat(models.get(0).logits()).isNotEqualTo(models.get(1).logits());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void onlyStagesAfterTheSplitAreTheTasksOwn(int split) throws IOException {
        Config config = SmallFaces.config(data, Map.of("network.split", Integer.toString(split)));
        try (Device device = Devices.open("reference");
                Faces faces = Faces.open(config, Progress.NONE);
                Arm arm = new Arm("two-head", config, device, faces.data(), 3, null);
                Arm single = new Arm("landmarks", config, device, faces.data(), 3, null)) {
            List<String> names = names(arm.model().parameters().all());
            for (int stage = 0; stage <= 4; stage++) {
                String first = stage == 0 ? "conv1.weight" : "layer" + stage + ".0.conv1.weight";
                boolean shared = split > 0 && stage <= split;
                assertThat(names.contains(first)).as(first).isEqualTo(shared);
                assertThat(names.contains("landmarks." + first)).as(first).isEqualTo(!shared);
            }
            assertThat(names(arm.model().sharedParameters()))
                    .doesNotContain("landmarks.0.weight")
                    .allMatch(name -> name.matches("(conv|bn|layer)\\d.*"))
                    .hasSize(names(single.model().trunkParameters()).size() * split(split) / 100);
            assertThat(names(single.model().parameters().all()))
                    .contains("conv1.weight", "layer4.1.bn2.bias", "landmarks.2.bias");
        }
    }

    /** Hundredths of a trunk's 100 arrays, five to a convolution, that the first stages have. */
    private static int split(int stages) {
        return new int[] {0, 25, 50, 75, 100}[stages];
    }

    @Test
    void frozenTrunkOfOwnStagesPredictsAsASharedOne() throws IOException {
        Map<String, String> frozen = Map.of("network.frozen", "true", "models", "[two-head]");
        Trained shared = train(frozen).getFirst();
        Map<String, String> apart = new HashMap<>(frozen);
        apart.put("network.split", "2");
        Trained own = train(apart).getFirst();
        assertThat(own.logits()).containsExactly(shared.logits());
        assertThat(own.weights().get("landmarks.layer4.0.conv1.weight"))
                .containsExactly(shared.weights().get("layer4.0.conv1.weight"));
    }

    private static List<String> names(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::name).toList();
    }

    /** All models of a run after two epochs, side by side on the same batches. */
    private List<Trained> train(Map<String, String> overrides) throws IOException {
        // the best epoch of a model is that of all its heads together
        Map<String, String> last = new HashMap<>(Map.of("stopping.restore", "last"));
        last.putAll(overrides);
        Config config = SmallFaces.config(data, last);
        Path path = Files.createTempDirectory(temporary, "run").resolve("run");
        return ShortRun.of(config, path, Stop.NEVER, (arms, device, faces) -> arms.stream()
                .map(arm -> trained(arm, device, faces))
                .toList());
    }

    private static Trained trained(Arm arm, Device device, Faces faces) {
        MultiTask model = arm.model();
        Predictions predictions = arm.tested(() -> Predictions.of(model, faces, faces.test(), Stop.NEVER));
        Map<String, double[]> weights = new HashMap<>();
        model.parameters().all().forEach(p -> weights.put(p.name(), p.toDoubles()));
        float[] none = {};
        return new Trained(
                weights,
                predictions.logits() == null ? none : predictions.logits(),
                predictions.coordinates() == null ? none : predictions.coordinates());
    }
}
