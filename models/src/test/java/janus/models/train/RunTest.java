package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.Progress;
import janus.engine.Parameter;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.weights.DeviceValues;
import janus.models.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    @TempDir
    private Path folder;

    @Test
    void runThatGoesOnNeedsNoPretrainedWeights() throws IOException {
        Path data = SmallFaces.write(folder.resolve("data"), 40, 7);
        Path weights = folder.resolve("trunk.safetensors");
        Config config = SmallFaces.config(
                data,
                Map.of(
                        "network.weights", weights.toString(),
                        "models", "[landmarks]",
                        "optimizer.epochs", "1",
                        "optimizer.warmup", "0"));
        write(weights, config);
        Path run = folder.resolve("run");
        assertThatThrownBy(() -> train(config, RunFolder.create(run, config), () -> true))
                .isInstanceOf(Stop.Stopped.class);
        Files.delete(weights);
        train(config, RunFolder.open(run), Stop.NEVER);
        assertThat(run.resolve("env.txt")).content().containsOnlyOnce("reference");
    }

    private static void write(Path weights, Config config) throws IOException {
        try (Device device = Devices.open("reference");
                Faces faces = Faces.open(config, Progress.NONE);
                Arm arm = new Arm("landmarks", config, device, faces.data(), 3, null)) {
            Map<String, DeviceValues> arrays = new LinkedHashMap<>();
            for (Parameter parameter : arm.model().trunkParameters()) {
                arrays.put(parameter.name(), new DeviceValues(device, parameter.buffer()));
            }
            Safetensors.write(weights, Map.of(), arrays);
        }
    }

    private static void train(Config config, RunFolder folder, Stop stop) throws IOException {
        try (folder;
                Device device = Devices.open("reference");
                Faces faces = Faces.open(config, Progress.NONE)) {
            new Run(config, folder, stop, Progress.NONE).train(device, faces);
        }
    }
}
