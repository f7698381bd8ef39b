package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
    @TempDir
    private Path temporary;

    private Path data;

    @BeforeEach
    void drawFaces() throws IOException {
        data = SmallFaces.write(temporary.resolve("data"), 40, 7);
    }

    // 20 training images make 3 batches an epoch; the stop is asked before each training batch, then at validation
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6})
    void runStoppedAnywhereEndsAsIfItWasNot(int asked) throws IOException {
        Config config = SmallFaces.config(data, Map.of());
        Path whole = train(config, "whole", Stop.NEVER);
        AtomicInteger asks = new AtomicInteger();
        Path broken = temporary.resolve("broken");
        assertThatThrownBy(() -> train(config, "broken", () -> asks.incrementAndGet() > asked))
                .isInstanceOf(Stop.Stopped.class);
        train(config, "broken", Stop.NEVER);
        assertThat(broken.resolve("metrics.csv")).hasSameTextualContentAs(whole.resolve("metrics.csv"));
        assertThat(state(broken)).isEqualTo(state(whole));
    }

    @Test
    void jointPatienceAndLastWeightsResumeToo() throws IOException {
        Config config = SmallFaces.config(
                data,
                Map.of(
                        "stopping.joint", "true",
                        "stopping.patience", "1",
                        "stopping.restore", "last",
                        "optimizer.average", "0",
                        "optimizer.name", "sgd"));
        Path whole = train(config, "whole", Stop.NEVER);
        AtomicInteger asks = new AtomicInteger();
        assertThatThrownBy(() -> train(config, "broken", () -> asks.incrementAndGet() > 2))
                .isInstanceOf(Stop.Stopped.class);
        Path broken = train(config, "broken", Stop.NEVER);
        assertThat(state(broken)).isEqualTo(state(whole));
    }

    @Test
    void threadsChangeNoBit() throws IOException {
        Path one = train(SmallFaces.config(data, Map.of("device", "cpu:1")), "one", Stop.NEVER);
        Path three = train(SmallFaces.config(data, Map.of("device", "cpu:3")), "three", Stop.NEVER);
        assertThat(three.resolve("metrics.csv")).hasSameTextualContentAs(one.resolve("metrics.csv"));
        assertThat(state(three)).isEqualTo(state(one));
    }

    @Test
    void anotherSeedEndsElsewhere() throws IOException {
        Path one = train(SmallFaces.config(data, Map.of()), "one", Stop.NEVER);
        Path two = train(SmallFaces.config(data, Map.of("seed", "2")), "two", Stop.NEVER);
        assertThat(state(two)).isNotEqualTo(state(one));
    }

    @Test
    void damagedCheckpointFallsBackToTheOneBefore() throws IOException {
        Config config = SmallFaces.config(data, Map.of("saving.steps", "2"));
        Path whole = train(config, "whole", Stop.NEVER);
        byte[] end = state(whole);
        Path newest = newest(whole);
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        train(config, "whole", Stop.NEVER);
        assertThat(state(whole)).isEqualTo(end);
    }

    @Test
    void withoutAnyWholeCheckpointItRefusesAndKeepsTheFiles() throws IOException {
        Config config = SmallFaces.config(data, Map.of("saving.steps", "2"));
        Path whole = train(config, "whole", Stop.NEVER);
        List<Path> files = checkpoints(whole);
        for (Path file : files) {
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
        }
        assertThatThrownBy(() -> train(config, "whole", Stop.NEVER))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no checkpoint in it can be read");
        assertThat(checkpoints(whole)).isEqualTo(files);
    }

    @Test
    void runUnderALocaleWithOtherDigitsGoesOnFromItsCheckpoint() throws IOException {
        Config config = SmallFaces.config(data, Map.of());
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat("%d".formatted(1)).isEqualTo("\u0661");
            Path whole = train(config, "whole", Stop.NEVER);
            assertThat(newest(whole).getFileName()).hasToString("step-0000000006.safetensors");
            train(config, "whole", () -> true);
            Config drawn = Configs.with(config, Map.of("data.folder", "null", "data.synthetic.train", "64"), "test");
            assertThat(Faces.folder(drawn.data()).toString()).startsWith("celeba-synthetic-64-");
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
    }

    @Test
    void foreignRunNamesTheFirstDifference() throws IOException {
        train(SmallFaces.config(data, Map.of("optimizer.epochs", "1")), "whole", Stop.NEVER);
        Config other = SmallFaces.config(data, Map.of("optimizer.epochs", "1", "network.width", "0.25"));
        assertThatThrownBy(() -> train(other, "whole", Stop.NEVER))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("network.width: 0.0625 there, 0.25 here");
    }

    @Test
    void folderInUseSaysByWhom() throws IOException {
        Config config = SmallFaces.config(data, Map.of());
        Path path = temporary.resolve("used");
        try (RunFolder held = RunFolder.create(path, config)) {
            held.keep();
            assertThatThrownBy(() -> RunFolder.open(held.path()))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("run folder in use by pid "
                            + ProcessHandle.current().pid());
        }
        RunFolder.open(path).close();
    }

    private Path train(Config config, String name, Stop stop) throws IOException {
        return ShortRun.of(config, temporary.resolve(name), stop, (_, _, _) -> temporary.resolve(name));
    }

    /** The numbers of the last checkpoint: all but its header, which holds times. */
    private static byte[] state(Path run) throws IOException {
        byte[] bytes = Files.readAllBytes(newest(run));
        int header = (bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16;
        return Arrays.copyOfRange(bytes, 8 + header, bytes.length);
    }

    private static Path newest(Path run) throws IOException {
        return checkpoints(run).getLast();
    }

    private static List<Path> checkpoints(Path run) throws IOException {
        try (var files = Files.list(run.resolve("checkpoints"))) {
            return files.sorted().toList();
        }
    }
}
