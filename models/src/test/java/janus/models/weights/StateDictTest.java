package janus.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import janus.engine.Draws;
import janus.engine.Parameter;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.AttributeTask;
import janus.models.MultiTask;
import janus.models.PointTask;
import janus.models.Task;
import janus.models.Trunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {
    private static final Path RESNET18 = TorchArchiveTest.resource("resnet18.pth");

    @TempDir
    private Path temporary;

    @Test
    void torchvisionsResNet18FillsTheWholeTrunk() throws IOException {
        StateDict dict = StateDict.read(RESNET18);
        List<String> names = List.copyOf(dict.arrays().keySet());
        try (Device device = Devices.open("cpu:1");
                MultiTask model = new MultiTask(device, Draws.of(1), 1, List.of(), false)) {
            assertThat(dict.into(model.trunkParameters(), model::localName)).containsExactly("fc.weight", "fc.bias");
            for (Parameter parameter : model.parameters().all()) {
                assertThat(parameter.toFloats()).as(parameter.name()).containsOnly(names.indexOf(parameter.name()));
            }
        }
    }

    @Test
    void everyTasksOwnStagesAreFilledToo() throws IOException {
        StateDict dict = StateDict.read(RESNET18);
        List<String> names = List.copyOf(dict.arrays().keySet());
        List<Task> tasks = List.of(new AttributeTask("attributes", 1), new PointTask("landmarks", 2));
        try (Device device = Devices.open("cpu:1");
                MultiTask model = new MultiTask(device, Draws.of(1), new Trunk(1, 3, false, false), tasks)) {
            List<Parameter> trunk = model.trunkParameters();
            assertThat(dict.into(trunk, model::localName)).containsExactly("fc.weight", "fc.bias");
            assertThat(trunk).extracting(Parameter::name).contains("layer3.1.bn2.bias", "landmarks.layer4.0.bn1.bias");
            assertThat(trunk).allSatisfy(parameter -> assertThat(parameter.toFloats())
                    .containsOnly(names.indexOf(model.localName(parameter))));
        }
    }

    @Test
    void otherWidthNamesTheFirstMismatchesAndPutsNothing() throws IOException {
        StateDict dict = StateDict.read(RESNET18);
        try (Device device = Devices.open("cpu:1");
                MultiTask model = new MultiTask(device, Draws.of(1), .25, List.of(), false)) {
            float[] before = model.parameters().all().getFirst().toFloats();
            assertThatThrownBy(() -> dict.into(model.trunkParameters(), model::localName))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(
                            "size mismatch for conv1.weight: [64, 3, 7, 7] in the file, [16, 3, 7, 7] in the model");
            assertThat(model.parameters().all().getFirst().toFloats()).isEqualTo(before);
        }
    }

    @Test
    void missingKeysAreNamed() throws IOException {
        Map<String, Array> some = new LinkedHashMap<>(StateDict.read(RESNET18).arrays());
        some.remove("conv1.weight");
        some.remove("bn1.running_var");
        try (Device device = Devices.open("cpu:1");
                MultiTask model = new MultiTask(device, Draws.of(1), 1, List.of(), false)) {
            assertThatThrownBy(() -> new StateDict(RESNET18, some).into(model.trunkParameters(), model::localName))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("missing key(s): \"conv1.weight\", \"bn1.running_var\"");
        }
    }

    @Test
    void safetensorsAreRecognisedByTheirFirstBytes() throws IOException {
        Path file = temporary.resolve("weights.pth");
        Map<String, Array> arrays = Map.of("a", Array.of(new int[] {2}, 1f, 2f));
        Safetensors.write(file, Map.of(), arrays);
        assertThat(StateDict.read(file).arrays()).isEqualTo(arrays);
    }
}
