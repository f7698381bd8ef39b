package janus.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import janus.engine.Parameter;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.MultiTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedModelTest {
    @Test
    void arrayOfTheRightSizeButAnotherShapeIsRefused(@TempDir Path folder) throws IOException {
        Description.Head head = new Description.Head("size", Description.Kind.ATTRIBUTES, List.of("Large"), 0);
        List<Double> channels = List.of(.5, .5, .5);
        Description description = new Description("size", .25, 4, 32, channels, channels, List.of(head));
        Path file = folder.resolve("best.safetensors");
        try (Device device = Devices.open("cpu:1");
                MultiTask model = description.build(device)) {
            Map<String, Array> arrays = new LinkedHashMap<>();
            for (Parameter parameter : model.parameters().all()) {
                arrays.put(parameter.name(), new DeviceValues(device, parameter.buffer()).fetch());
            }
            arrays.put("size.0.weight", Array.of(new int[] {128, 256}, new float[128 * 256]));
            Safetensors.write(file, description.metadata(), arrays);
            long used = device.bytesInUse();
            assertThatThrownBy(() -> TrainedModel.open(file, device))
                    .isInstanceOf(DataException.class)
                    .hasMessage(file + ": size mismatch for size.0.weight: [128, 256] in the file, [256, 128] in the"
                            + " model; give weights of the same model, of the same width");
            assertThat(device.bytesInUse()).isEqualTo(used);
        }
    }
}
