package janus.models.train;

import static janus.models.DrawnFaces.ones;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.Batch;
import janus.celeba.Progress;
import janus.engine.Draws;
import janus.kernels.Device;
import janus.kernels.cuda.EmulatedDevices;
import janus.kernels.cuda.Emulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run's steps become on the CUDA device, whatever weighs their losses: graphs that do what plain steps do. */
class EmulatedArmTest {
    private static final Draws SEED = Draws.of(5);
    private static final int N = 4;
    private static final int SIZE = 32;

    @TempDir
    private Path temporary;

    // famo looks at each batch a second time, in a plain pass
    @ParameterizedTest
    @CsvSource({
        "cuda:0, equal, auto, 1",
        "cuda:0, uw, auto, 1",
        "cuda:0, dwa, auto, 1",
        "cuda:0, rlw, auto, 1",
        "cuda:0, imtl-l, auto, 1",
        "cuda:0, famo, auto, 2",
        "cuda:0, gradnorm, parameters, 2",
        "cuda:0, gradnorm, features, 2",
        "cuda:0, mgda, parameters, 2",
        "cuda:0, mgda-ub, auto, 2",
        "cuda:0, pcgrad, parameters, 2",
        "cuda:0, pcgrad, features, 2",
        "cuda:0, cagrad, parameters, 2",
        "cuda:0, imtl-g, parameters, 2",
        "cuda:0, nash-mtl, features, 2",
        "cuda:0, aligned-mtl, parameters, 2",
        "cuda:0, upgrad, features, 2",
        "cuda:0:bf16, uw, auto, 1",
        "cuda:0:bf16, cagrad, parameters, 2",
        "cuda:0:bf16, pcgrad, features, 2"
    })
    void stepsAreGraphsThatDoWhatPlainStepsDo(String name, String weighting, String gradients, int graphs)
            throws IOException {
        Emulation emulation = EmulatedDevices.load();
        try (Device device = EmulatedDevices.open(name);
                Arm replayed = arm(device, N, weighting, gradients);
                Arm plain = arm(device, N + 1, weighting, gradients)) {
            for (int t = 0; t < 4; t++) {
                Emulation.Report before = emulation.report();
                replayed.step(batch(t), SEED.at(1, t), t);
                Emulation.Report after = emulation.report();
                assertThat(after.graphLaunches() - before.graphLaunches()).isEqualTo(t == 0 ? 0 : graphs);
                assertThat(after.captures() - before.captures()).isEqualTo(t == 1 ? graphs : 0);
                if (t > 1) {
                    assertThat(after.allocationsEver()).isEqualTo(before.allocationsEver());
                }
                plain.step(batch(t), SEED.at(1, t), t);
                assertThat(emulation.report().graphLaunches()).isEqualTo(after.graphLaunches());
                assertSame(replayed, plain);
                // dwa's weights change from the third epoch on
                replayed.balancer().endEpoch();
                plain.balancer().endEpoch();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uw", "famo", "gradnorm", "cagrad"})
    void replayThatIsNotFiniteChangesNothingAndNamesTheCulprit(String weighting) throws IOException {
        try (Device device = EmulatedDevices.open("cuda:0");
                Arm replayed = arm(device, N, weighting, "auto");
                Arm plain = arm(device, N + 1, weighting, "auto")) {
            for (int t = 0; t < 3; t++) {
                replayed.step(batch(t), SEED.at(1, t), t);
                plain.step(batch(t), SEED.at(1, t), t);
            }
            Batch poisoned = batch(3);
            poisoned.points()[1] = Float.NaN;
            assertThatThrownBy(() -> replayed.step(poisoned, SEED.at(1, 3), 3))
                    .isInstanceOf(NonFinite.class)
                    .hasMessageContaining("constant [4, 4] is not finite");
            assertSame(replayed, plain);
            replayed.step(batch(3), SEED.at(1, 3), 3);
            plain.step(batch(3), SEED.at(1, 3), 3);
            assertSame(replayed, plain);
        }
    }

    /** A model whose run would take batches of {@code n}: on those of another size it takes plain steps. */
    private Arm arm(Device device, int n, String weighting, String gradients) throws IOException {
        Path folder = temporary.resolve("data");
        Path list = folder.resolve("faces.csv");
        Map<String, String> given = new HashMap<>(Map.of(
                "loss.weighting",
                weighting,
                "loss.gradients",
                gradients,
                "optimizer.batch",
                Integer.toString(n),
                "optimizer.average",
                ".9",
                "optimizer.clip",
                ".5"));
        Config config = SmallFaces.config(list.toFile().exists() ? list : SmallFaces.write(folder, 8, 7), given);
        return new Arm("two-head", config, device, Faces.labels(config, Progress.NONE), 2, null);
    }

    private static void assertSame(Arm a, Arm b) {
        assertThat(a.optimizer().steps()).isEqualTo(b.optimizer().steps());
        assertThat(a.course().means()).containsExactly(b.course().means());
        assertThat(a.balancer().state())
                .usingRecursiveComparison()
                .isEqualTo(b.balancer().state());
        assertThat(numbers(a)).usingElementComparator(Arrays::compare).isEqualTo(numbers(b));
    }

    /** Weights and statistics, and those of the average. */
    private static List<float[]> numbers(Arm arm) {
        List<float[]> numbers = new ArrayList<>();
        arm.model().parameters().all().forEach(p -> numbers.add(p.toFloats()));
        arm.validated(() -> {
            arm.model().parameters().all().forEach(p -> numbers.add(p.toFloats()));
            return true;
        });
        return numbers;
    }

    private static Batch batch(int t) {
        byte[] pictures = new byte[N * 3 * SIZE * SIZE];
        float[] attributes = new float[N * 2];
        float[] points = new float[N * 4];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = (byte) (256 * SEED.in("pixels").at(0, t).uniform(i));
        }
        double[] maps = Batch.still(N, new float[] {.5f, .5f, .5f}, new float[] {.3f, .3f, .3f});
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = SEED.in("attributes").at(0, t).uniform(i) < .5 ? 0 : 1;
        }
        for (int i = 0; i < points.length; i++) {
            points[i] = SEED.in("points").at(0, t).uniform(i);
        }
        return new Batch(
                new int[N], SIZE, pictures, maps, attributes, ones(attributes.length), points, ones(points.length));
    }
}
