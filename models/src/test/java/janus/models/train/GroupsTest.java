package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import janus.celeba.Progress;
import janus.engine.Parameter;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsTest {
    private static final String GROUPS = "{colour: [Red], size: [Large]}";

    @TempDir
    private Path temporary;

    private Path data;

    @BeforeEach
    void drawFaces() throws IOException {
        data = SmallFaces.write(temporary.resolve("data"), 40, 7);
    }

    @Test
    void everyGroupIsATaskAndAModelMayLearnOneAlone() throws IOException {
        Config config = config(Map.of("network.groups", GROUPS, "models", "[two-head, attributes, size]"));
        try (Device device = Devices.open("reference");
                Faces faces = Faces.open(config, Progress.NONE);
                Arm all = new Arm("two-head", config, device, faces.data(), 3, null);
                Arm attributes = new Arm("attributes", config, device, faces.data(), 3, null);
                Arm size = new Arm("size", config, device, faces.data(), 3, null)) {
            assertThat(tasks(all)).containsExactly("colour", "size", "landmarks");
            assertThat(tasks(attributes)).containsExactly("colour", "size");
            assertThat(tasks(size)).containsExactly("size");
            Map<String, double[]> together = all.model().parameters().all().stream()
                    .collect(Collectors.toMap(Parameter::name, Parameter::toDoubles));
            assertThat(size.model().parameters().all())
                    .allSatisfy(own ->
                            assertThat(together.get(own.name())).as(own.name()).containsExactly(own.toDoubles()));
        }
    }

    @Test
    void groupsShareTheWeightOfTheAttributesUnlessTheyHaveTheirOwn() throws IOException {
        Map<String, String> groups = Map.of("network.groups", GROUPS);
        assertThat(weights(groups)).containsExactly(.5, .5, 6);
        assertThat(weights(Map.of("network.groups", GROUPS, "loss.weights", "{attributes: 3, size: 7}")))
                .containsExactly(1.5, 7, 1);
        assertThat(weights(Map.of())).containsExactly(1, 6);
    }

    private double[] weights(Map<String, String> overrides) throws IOException {
        Config config = config(overrides);
        try (Device device = Devices.open("reference");
                Faces faces = Faces.open(config, Progress.NONE);
                Arm arm = new Arm("two-head", config, device, faces.data(), 3, null)) {
            return arm.weights();
        }
    }

    @Test
    void attributesOfNoGroupAreNotLookedAt() throws IOException {
        try (Faces faces = Faces.open(config(Map.of("network.groups", "{size: Large}")), Progress.NONE)) {
            assertThat(faces.data().attributes()).containsExactly("Large");
            assertThat(faces.data().findings()).contains("learning Large");
        }
    }

    @Test
    void aModelSaysNothingOfAttributesItHasNoHeadFor() throws IOException {
        Config config = config(Map.of("network.groups", GROUPS, "models", "[size]"));
        try (Device device = Devices.open("reference");
                Faces faces = Faces.open(config, Progress.NONE);
                Arm arm = new Arm("size", config, device, faces.data(), 3, null)) {
            Predictions predictions = Predictions.of(arm.model(), faces, faces.test(), Stop.NEVER);
            var scores = predictions.attributes(faces.data());
            assertThat(scores).isNotNull();
            assertThat(scores.accuracy()[0]).isNaN();
            assertThat(scores.macroAccuracy()).isEqualTo(scores.accuracy()[1]);
            assertThat(predictions.csv(faces.data())).startsWith("image,Large\n");
        }
    }

    @Test
    void aPredictionThatIsNoNumberIsNotTakenForAMissingHead() throws IOException {
        try (Device device = Devices.open("reference");
                Faces faces = Faces.open(config(Map.of()), Progress.NONE);
                Arm arm = new Arm("attributes", config(Map.of()), device, faces.data(), 3, null)) {
            Parameter bias = arm.model().parameters().trained().getLast();
            double[] values = bias.toDoubles();
            values[1] = Double.NaN;
            bias.set(values);
            assertThatThrownBy(() -> Predictions.of(arm.model(), faces, faces.test(), Stop.NEVER))
                    .isInstanceOf(NonFinite.class)
                    .hasMessage("output 1 of image 0 is NaN; lower optimizer.rate or set optimizer.clip");
        }
    }

    /** One step an epoch: nothing but validation sees what the only step has made. */
    @Test
    void aModelThatDivergesInTheLastStepOfAnEpochIsNotFiniteEither() throws IOException {
        Config config = config(Map.of(
                "device", "cpu:1",
                "optimizer.name", "sgd",
                "optimizer.rate", "1e30",
                "optimizer.warmup", "0",
                "optimizer.average", "0",
                "optimizer.batch", "32"));
        assertThatThrownBy(() -> ShortRun.of(config, temporary.resolve("run"), Stop.NEVER, (_, _, _) -> true))
                .isInstanceOf(NonFinite.class)
                .hasMessageContaining(" is NaN");
    }

    @Test
    void somePointsAreLearnedWithTheirMirrorImages() throws IOException {
        Path more = withNoseAndMouth();
        try (Faces faces = Faces.open(
                config(Map.of("data.folder", more.toString(), "data.points", "[righteye, nose, lefteye]")),
                Progress.NONE)) {
            assertThat(faces.data().points()).containsExactly("righteye", "nose", "lefteye");
            assertThat(faces.data().mirroredPoints()).containsExactly(2, 1, 0);
            assertThat(faces.data().ocular()).containsExactly(2, 0);
            assertThat(faces.data().x(3, 1)).isEqualTo(3);
            assertThat(faces.data().x(3, 0)).isEqualTo(faces.data().x(3, 2) + 8);
        }
        Map<String, String> half =
                Map.of("data.folder", more.toString(), "data.points", "[lefteye, righteye, leftmouth]");
        Config config = config(half);
        assertThatThrownBy(() -> Faces.open(config, Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessage("data.points: leftmouth becomes rightmouth in a mirrored image; add it, or set"
                        + " data.augmentation.flip=false");
        try (Faces faces =
                Faces.open(Configs.with(config, Map.of("data.augmentation.flip", "false"), "test"), Progress.NONE)) {
            assertThat(faces.data().mirroredPoints()).containsExactly(1, 0, 2);
        }
    }

    /** The nose's x is the row's number, below 30. */
    private Path withNoseAndMouth() throws IOException {
        List<String> lines = Files.readAllLines(data);
        Path more = data.resolveSibling("more.csv");
        Files.write(
                more,
                IntStream.range(0, lines.size())
                        .mapToObj(i -> lines.get(i)
                                + (i == 0
                                        ? ",nose_x,nose_y,leftmouth_x,leftmouth_y,rightmouth_x,rightmouth_y"
                                        : "," + (i - 1) % 30 + ",9,4,20,12,20"))
                        .toList());
        return more;
    }

    private static String[] tasks(Arm arm) {
        return arm.model().tasks().stream().map(Task::name).toArray(String[]::new);
    }

    private Config config(Map<String, String> overrides) throws IOException {
        return SmallFaces.config(data, overrides);
    }
}
