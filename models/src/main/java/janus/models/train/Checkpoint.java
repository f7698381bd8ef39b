package janus.models.train;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.celeba.DataException;
import janus.models.balance.Balancer;
import janus.models.weights.Array;
import janus.models.weights.DeviceValues;
import janus.models.weights.Durable;
import janus.models.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run stands: how many batches of which epoch all models have seen, how each of them got there, and what the
 * run is. Its arrays lie in the same file; see {@link State}.
 */
record Checkpoint(
        int format,
        String config,
        String data,
        @Nullable String kernels,
        int epoch,
        int batch,
        long step,
        List<Model> models) {
    /** A model's share of it. */
    record Model(String name, long steps, Course course, Balancer.State balance) {}

    private static final int FORMAT = 1;
    private static final String KEY = "janus.checkpoint";
    private static final Pattern NAME = Pattern.compile("step-(\\d{10})\\.safetensors");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

    /** Of a run that stands before batch {@code batch} of epoch {@code epoch}, both counted from 0. */
    static Checkpoint of(Config config, String data, int epoch, int batch, long step, List<Arm> arms) {
        List<Model> models = arms.stream()
                .map(arm -> new Model(
                        arm.name(),
                        arm.optimizer().steps(),
                        arm.course(),
                        arm.balancer().state()))
                .toList();
        return new Checkpoint(FORMAT, Configs.yaml(config), data, table(arms), epoch, batch, step, models);
    }

    private static @Nullable String table(List<Arm> arms) {
        return arms.getFirst().model().parameters().device().kernelRecord();
    }

    /** Writes it into {@code folder}; when this returns it is on the disk, and all but the {@code keep} newest are gone. */
    void save(Path folder, List<Arm> arms, int keep) throws IOException {
        Map<String, DeviceValues> arrays = new LinkedHashMap<>();
        arms.forEach(arm -> arrays.putAll(arm.state().arrays(arm.name() + "/")));
        Files.createDirectories(folder);
        Path file = folder.resolve(String.format(Locale.ROOT, "step-%010d.safetensors", step));
        Safetensors.write(file, Map.of(KEY, JSON.writeValueAsString(this)), arrays);
        LOG.info("saved step {}", step);
        List<Path> files = files(folder);
        for (Path old : files.subList(Math.min(keep, files.size()), files.size())) {
            Files.deleteIfExists(old);
        }
    }

    /**
     * Puts {@code arms} where the newest whole checkpoint in {@code folder} says and returns it; without any, returns
     * the start. A damaged one is passed over with a warning.
     *
     * @throws DataException if all there are are damaged, or it is another run's: names the first difference
     */
    static Checkpoint resume(Path folder, Config config, String data, List<Arm> arms) throws IOException {
        if (Files.isDirectory(folder)) {
            Durable.sweep(folder);
        }
        List<Path> files = files(folder);
        for (Path file : files) {
            Safetensors content;
            Checkpoint checkpoint;
            try {
                content = Safetensors.read(file);
                checkpoint = parse(file, content);
            } catch (DataException | IOException e) {
                LOG.warn("passed over a checkpoint: {}", e.getMessage());
                continue;
            }
            checkpoint.requireSameRun(file, config, data, table(arms));
            checkpoint.restore(file, content.arrays(), arms);
            return checkpoint;
        }
        if (!files.isEmpty()) {
            throw new DataException(
                    folder + ": no checkpoint in it can be read; they were kept: start again with another --out");
        }
        return of(config, data, 0, 0, 0, arms);
    }

    private static Checkpoint parse(Path file, Safetensors content) throws IOException {
        String text = content.metadata().get(KEY);
        if (text == null || !content.verified()) {
            throw new DataException(file + ": not a checkpoint; remove it");
        }
        int format = JSON.readTree(text).path("format").asInt();
        if (format != FORMAT) {
            throw new DataException(file + ": checkpoint format " + format + ", this version reads " + FORMAT
                    + "; continue it with the version that wrote it");
        }
        return JSON.readValue(text, Checkpoint.class);
    }

    private void requireSameRun(Path file, Config given, String givenData, @Nullable String givenKernels) {
        String difference = Configs.difference(Configs.parse(config, file), given);
        if (difference == null && !data.equals(givenData)) {
            difference = "the data: other names, labels or splits";
        }
        // the file may have changed under its name; without a table here or there, the devices differ and say so
        if (difference == null && kernels != null && givenKernels != null && !kernels.equals(givenKernels)) {
            difference = "its kernel table: " + kernels + " there, " + givenKernels + " here";
        }
        if (difference != null) {
            throw new DataException(file + ": it is of another run, which differs in " + difference
                    + "; undo that, or choose another --out");
        }
    }

    private void restore(Path file, Map<String, Array> arrays, List<Arm> arms) {
        Map<String, DeviceValues> targets = new LinkedHashMap<>();
        arms.forEach(arm -> targets.putAll(arm.state().arrays(arm.name() + "/")));
        for (Map.Entry<String, DeviceValues> target : targets.entrySet()) {
            Array array = arrays.get(target.getKey());
            if (array == null || !Arrays.equals(array.shape(), target.getValue().shape())) {
                throw new DataException(file + ": it is of another run, which differs in " + target.getKey() + ": "
                        + (array == null ? "absent" : Arrays.toString(array.shape())) + ", here "
                        + Arrays.toString(target.getValue().shape()) + "; choose another --out");
            }
        }
        targets.forEach((name, target) -> target.set(Objects.requireNonNull(arrays.get(name))));
        for (Arm arm : arms) {
            for (Model model : models) {
                if (model.name().equals(arm.name())) {
                    arm.optimizer().steps(model.steps());
                    arm.course(model.course());
                    arm.balancer().restore(model.balance());
                }
            }
        }
    }

    /** Whether a run in {@code folder} goes on rather than begins. */
    static boolean isIn(Path folder) throws IOException {
        return !files(folder).isEmpty();
    }

    /** Newest first, by step. */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
