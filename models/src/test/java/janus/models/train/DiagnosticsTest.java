package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.celeba.Batch;
import janus.celeba.DataException;
import janus.celeba.Loader;
import janus.celeba.Progress;
import janus.engine.Draws;
import janus.engine.Pass;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Room;
import janus.models.Csv;
import janus.models.MultiTask;
import janus.models.balance.Diagnosis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticsTest {
    private static final String FILE = "diagnostics.csv";
    private static final Draws DRAWS = Draws.of(3);

    @TempDir
    private Path temporary;

    private Path data;

    @BeforeEach
    void drawFaces() throws IOException {
        data = SmallFaces.write(temporary.resolve("data"), 40, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void lookingChangesNoBit(String device) throws IOException {
        List<double[]> blind = train("blind", Stop.NEVER, Map.of("device", device));
        List<double[]> looking = train("looking", Stop.NEVER, Map.of("device", device, "diagnostics.every", "1"));
        for (int i = 0; i < blind.size(); i++) {
            assertThat(looking.get(i)).containsExactly(blind.get(i));
        }
        assertThat(temporary.resolve("blind").resolve(FILE)).doesNotExist();
        assertThat(temporary.resolve("looking").resolve(FILE)).isNotEmptyFile();
    }

    @Test
    void everyNthStepHasAllLayersPairsAndTasks() throws IOException {
        train("run", Stop.NEVER, Map.of("diagnostics.every", "2", "network.tasks", "separate"));
        List<String> lines = Files.readAllLines(temporary.resolve("run").resolve(FILE));
        assertThat(lines.getFirst()).isEqualTo("model,step,group,quantity,task,other,value");
        // steps 2, 4, 6; the trunk's 4 groups: 3 norms, cosines and floors, conflicts, condition; the hidden layer: 2
        // norms and floors besides the landmarks' norm of 0, 1 cosine. Batches are of 8, 8 and 4 images
        assertThat(lines).hasSize(1 + 3 * (4 * 11 + 8));
        assertThat(lines).anyMatch(line -> line.matches("two-head,4,layer3,cosine,landmarks,Red,-?[0-9.E-]+"));
        assertThat(lines).anyMatch(line -> line.startsWith("two-head,6,attributes.hidden,floor,Large,,"));
        assertThat(lines).contains("two-head,2,attributes.hidden,norm,landmarks,,0.0");
    }

    @Test
    void namesWithCommasMakeNoFieldsOfTheirOwn() throws IOException {
        Files.writeString(data, Files.readString(data).replace(",Red,", ",\"Red, or orange\","));
        String every = "diagnostics.every";
        train("run", Stop.NEVER, Map.of(every, "2", "network.tasks", "separate", "loss.weighting", "mgda"));
        for (String file : List.of(FILE, "balance.csv")) {
            List<String> lines = Files.readAllLines(temporary.resolve("run").resolve(file));
            int fields = Csv.fields(lines.getFirst()).size();
            assertThat(lines).allMatch(line -> Csv.fields(line).size() == fields);
            assertThat(lines).anyMatch(line -> Csv.fields(line).containsAll(List.of("Red, or orange", "cosine")));
        }
    }

    // 20 training images make 3 batches an epoch
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void runStoppedAnywhereEndsWithTheSameFile(int asked) throws IOException {
        Map<String, String> keys = Map.of("diagnostics.every", "1", "models", "[two-head, landmarks]");
        train("whole", Stop.NEVER, keys);
        AtomicInteger asks = new AtomicInteger();
        assertThatThrownBy(() -> train("broken", () -> asks.incrementAndGet() > asked, keys))
                .isInstanceOf(Stop.Stopped.class);
        train("broken", Stop.NEVER, keys);
        assertThat(temporary.resolve("broken").resolve(FILE))
                .hasSameBinaryContentAs(temporary.resolve("whole").resolve(FILE));
    }

    @Test
    void stepsAfterTheCheckpointAreNotThereTwice() throws IOException {
        Map<String, String> keys = Map.of("diagnostics.every", "1", "saving.steps", "2");
        train("run", Stop.NEVER, keys);
        Path file = temporary.resolve("run").resolve(FILE);
        byte[] whole = Files.readAllBytes(file);
        Files.delete(temporary.resolve("run/checkpoints/step-0000000006.safetensors"));
        Files.write(file, Arrays.copyOf(whole, whole.length - 3)); // cut within a line
        train("run", Stop.NEVER, keys);
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void numbersAreThoseOfTheGradients() throws IOException {
        Config config = config(Map.of());
        try (Device device = Devices.open("reference");
                Faces faces = Faces.open(config, Progress.NONE);
                Loader loader = faces.plain(faces.train());
                Arm arm = new Arm("two-head", config, device, faces.data(), 3, null);
                Pass pass = Pass.training(device, DRAWS)) {
            Batch batch = loader.next();
            MultiTask model = arm.model();
            double[][] gram = gramInLayer4(model, pass, batch);
            double cosine = gram[1][0] / Math.sqrt(gram[0][0] * gram[1][1]);
            Map<String, Double> lines = numbers(Diagnosis.of(model, batch, DRAWS));
            // 1e-12: other orders of the same sums in float64
            assertThat(lines.get("layer4,norm,attributes,")).isCloseTo(Math.sqrt(gram[0][0]), within(1e-12));
            assertThat(lines.get("layer4,cosine,landmarks,attributes")).isCloseTo(cosine, within(1e-12));
            assertThat(lines.get("layer4,conflicts,,")).isEqualTo(cosine < 0 ? 1 : 0);
            assertThat(lines.get("layer4,condition,,"))
                    .isCloseTo((1 + Math.abs(cosine)) / (1 - Math.abs(cosine)), within(1e-9));
        }
    }

    @Test
    void gradientsOfSingleLossesAreReckonedWithBeforeTheFirstStep() throws IOException {
        Config blind = config(Map.of("device", "cpu:1", "network.tasks", "separate"));
        Config looking = config(Map.of("device", "cpu:1", "network.tasks", "separate", "diagnostics.every", "9"));
        try (Device device = Devices.open("cpu:1");
                Faces faces = Faces.open(blind, Progress.NONE);
                Arm arm = new Arm("two-head", blind, device, faces.data(), 3, null)) {
            Memory.Need without = Memory.need(blind, device, faces.data());
            Memory.Need with = Memory.need(looking, device, faces.data());
            long gradients = 3 * Float.BYTES * arm.model().parameters().count();
            assertThat(with.fixed() - without.fixed()).isGreaterThanOrEqualTo(gradients);
            long each = without.perImage() + without.loaded();
            Room enough = new Room(without.fixed() + each * blind.optimizer().batch(), true);
            Memory.require(blind, without, enough);
            assertThatThrownBy(() -> Memory.require(looking, with, enough))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("optimizer.batch 8: needs about ");
        }
    }

    @Test
    void manyTasksHaveALineEachAndNoneForEachPair() throws IOException {
        List<String> rows = new ArrayList<>(Files.readAllLines(data));
        for (int extra = 0; extra < 8; extra++) {
            for (int i = 0; i < rows.size(); i++) {
                rows.set(i, rows.get(i) + (i == 0 ? ",extra" + extra : "," + (i >> extra % 4 & 1)));
            }
        }
        Files.write(data, rows);
        Config config = config(Map.of("network.tasks", "separate"));
        try (Device device = Devices.open("reference");
                Faces faces = Faces.open(config, Progress.NONE);
                Loader loader = faces.plain(faces.train());
                Arm arm = new Arm("two-head", config, device, faces.data(), 3, null);
                Pass pass = Pass.training(device, DRAWS)) {
            Batch batch = loader.next();
            MultiTask model = arm.model();
            double[][] gram = gramInLayer4(model, pass, batch);
            assertThat(gram).hasNumberOfRows(11);
            double sum = 0;
            for (int other = 0; other < 11; other++) {
                sum += other == 5 ? 0 : gram[5][other] / Math.sqrt(gram[5][5] * gram[other][other]);
            }
            List<String> lines = Diagnosis.of(model, batch, DRAWS);
            assertThat(lines.stream().filter(line -> line.startsWith("layer4,")))
                    .hasSize(3 * 11 + 2);
            // 1e-12: other orders of the same sums in float64
            assertThat(numbers(lines).get("layer4,cosine," + model.parts().get(5) + ","))
                    .isCloseTo(sum / 10, within(1e-12));
        }
    }

    @Test
    void floorOfAHalfThatIsThereTwiceIsOne() throws IOException {
        Config config = config(Map.of());
        try (Device device = Devices.open("reference");
                Faces faces = Faces.open(config, Progress.NONE);
                Loader loader = faces.plain(faces.train());
                Arm arm = new Arm("two-head", config, device, faces.data(), 3, null)) {
            Batch batch = loader.next();
            int[] twice = IntStream.range(0, 8).map(i -> faces.train()[i % 4]).toArray();
            try (Loader again = faces.plain(twice)) {
                assertThat(floors(arm.diagnose(again.next(), DRAWS))).hasSize(8).allSatisfy(floor -> assertThat(floor)
                        .isCloseTo(1, within(1e-12)));
            }
            assertThat(floors(arm.diagnose(batch, DRAWS))).hasSize(8).allMatch(floor -> floor < .999);
            assertThat(floors(arm.diagnose(batch.part(0, 3), DRAWS))).isEmpty();
        }
    }

    private static double[][] gramInLayer4(MultiTask model, Pass pass, Batch batch) {
        return pass.gram(
                model.partLosses(pass, batch),
                model.sharedParameters().stream()
                        .filter(p -> p.name().startsWith("layer4"))
                        .toList());
    }

    private static List<Double> floors(List<String> lines) {
        return numbers(lines).entrySet().stream()
                .filter(entry -> entry.getKey().contains(",floor,"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Map<String, Double> numbers(List<String> lines) {
        Map<String, Double> numbers = new HashMap<>();
        for (String line : lines) {
            int comma = line.lastIndexOf(',');
            numbers.put(line.substring(0, comma), Double.valueOf(line.substring(comma + 1)));
        }
        return numbers;
    }

    private Config config(Map<String, String> overrides) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("models", "[two-head]"));
        all.putAll(overrides);
        return SmallFaces.config(data, all);
    }

    /** All weights and statistics at the end, and the losses on the way. */
    private List<double[]> train(String name, Stop stop, Map<String, String> overrides) throws IOException {
        return ShortRun.of(config(overrides), temporary.resolve(name), stop, (arms, _, _) -> {
            List<double[]> end = new ArrayList<>();
            for (Arm arm : arms) {
                arm.model().parameters().all().forEach(p -> end.add(p.toDoubles()));
                end.add(arm.course().epochs().stream()
                        .flatMapToDouble(epoch -> DoubleStream.of(epoch.trainLosses()))
                        .toArray());
            }
            return end;
        });
    }
}
