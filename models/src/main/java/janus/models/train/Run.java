package janus.models.train;

import janus.celeba.FaceData;
import janus.celeba.Progress;
import janus.kernels.Device;
import janus.models.AttributeTask;
import janus.models.PointTask;
import janus.models.Task;
import janus.models.balance.Weightings;
import janus.models.report.Baselines;
import janus.models.report.Curve;
import janus.models.report.Machine;
import janus.models.report.ModelResult;
import janus.models.report.Report;
import janus.models.report.RunResult;
import janus.models.weights.Description;
import janus.models.weights.DeviceValues;
import janus.models.weights.Safetensors;
import janus.models.weights.StateDict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run from configuration to summary: opens data and device, trains, tests once, and writes everything down. */
public final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final Config config;
    private final RunFolder folder;
    private final Stop stop;
    private final Progress progress;
    private final long begun = System.nanoTime();
    private final @Nullable Long memory = Machine.resetPeak();

    public Run(Config config, RunFolder folder, Stop stop, Progress progress) {
        this.config = config;
        this.folder = folder;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Trains from the newest checkpoint in the folder, or from the start, on a device that did nothing else: its peak of
     * memory is the run's.
     *
     * @return the result, and what is to be done with its files: the caller closes the data
     * @throws Stop.Stopped after saving, if {@code stop} asked for it
     */
    public RunResult train(Device device, Faces faces) throws IOException {
        Map<String, String> environment = Environment.of(device, faces.data());
        List<Arm> arms = new ArrayList<>();
        try {
            int steps = Trainer.stepsPerEpoch(config, faces);
            String weights = config.network().weights();
            boolean begins = !Checkpoint.isIn(folder.checkpoints());
            StateDict pretrained = weights != null && begins ? StateDict.read(Path.of(weights)) : null;
            for (String name : config.models()) {
                arms.add(new Arm(name, config, device, faces.data(), steps, pretrained));
            }
            Memory.require(config, device, faces.data());
            Checkpoint start =
                    Checkpoint.resume(folder.checkpoints(), config, faces.data().hash(), arms);
            folder.environment(environment);
            if (start.step() > 0) {
                LOG.info("resumed at step {}", start.step());
            }
            Trainer trainer = new Trainer(config, faces, arms, folder, stop, progress);
            trainer.run(start);
            return finish(arms, device, faces, environment);
        } finally {
            arms.forEach(Arm::close);
        }
    }

    private RunResult finish(List<Arm> arms, Device device, Faces faces, Map<String, String> environment)
            throws IOException {
        List<ModelResult> models = new ArrayList<>();
        for (Arm arm : arms) {
            Path own = Files.createDirectories(folder.path().resolve(arm.name()));
            export(own.resolve("last.safetensors"), arm, faces);
            models.add(arm.tested(() -> test(arm, device, faces, own)));
        }
        folder.metrics(arms);
        folder.balance(arms);
        Baselines baselines = Baselines.of(faces.pixels(), faces.train(), faces.test());
        double seconds = (System.nanoTime() - begun) * 1e-9;
        RunResult result = new RunResult(
                title(config, faces.data().drawn()),
                faces.data().drawn(),
                config.seed(),
                seconds,
                faces.data(),
                faces.test(),
                models,
                baselines,
                Configs.yaml(config),
                environment,
                new RunResult.Peak(Machine.peakBytes(memory), device.peakBytes()));
        Report.write(folder.path(), result).forEach(LOG::warn);
        folder.write("summary.json", Summary.json(result));
        return result;
    }

    /** With the weights to be tested in use: exports them, and reads the test split, once. */
    private ModelResult test(Arm arm, Device device, Faces faces, Path own) {
        try {
            export(own.resolve("best.safetensors"), arm, faces);
            Predictions predictions = Predictions.of(arm.model(), faces, faces.test(), stop);
            Files.writeString(own.resolve("predictions.csv"), predictions.csv(faces.data()));
            return new ModelResult(
                    arm.name(),
                    arm.model().parameters().count(),
                    arm.model().work(config.data().size()),
                    arm.course().nanos() * 1e-9,
                    arm.course().bestEpoch(),
                    curves(arm),
                    predictions.attributes(faces.data()),
                    predictions.points(faces.data()),
                    predictions.logits(),
                    predictions.coordinates());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void export(Path file, Arm arm, Faces faces) throws IOException {
        Map<String, DeviceValues> arrays = new LinkedHashMap<>();
        arm.model()
                .parameters()
                .all()
                .forEach(parameter -> arrays.put(
                        parameter.name(),
                        new DeviceValues(arm.model().parameters().device(), parameter.buffer())));
        List<Description.Head> heads = arm.model().tasks().stream()
                .map(task -> head(task, faces.data()))
                .toList();
        Config.Data data = config.data();
        Description description = new Description(
                arm.name(),
                config.network().width(),
                config.network().split(),
                data.size(),
                data.mean(),
                data.deviation(),
                heads);
        Safetensors.write(file, description.metadata(), arrays);
    }

    private static Description.Head head(Task task, FaceData data) {
        return switch (task) {
            case PointTask points ->
                new Description.Head(task.name(), Description.Kind.POINTS, data.points(), points.spread());
            case AttributeTask group -> {
                List<String> labels =
                        group.columns().stream().map(data.attributes()::get).toList();
                yield new Description.Head(task.name(), Description.Kind.ATTRIBUTES, labels, 0);
            }
        };
    }

    private static List<Curve> curves(Arm arm) {
        List<Course.Epoch> epochs = arm.course().epochs();
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < arm.model().tasks().size(); i++) {
            int task = i;
            curves.add(new Curve(
                    arm.model().tasks().get(i).name() + " loss",
                    column(epochs, epoch -> epoch.trainLosses()[task]),
                    column(epochs, epoch -> epoch.validationLosses()[task])));
        }
        double[] accuracy = column(epochs, epoch -> 100 * epoch.accuracy());
        if (arm.model().tasks().stream().anyMatch(AttributeTask.class::isInstance)) {
            curves.add(new Curve("accuracy, %", new double[0], accuracy));
        }
        if (arm.model().tasks().stream().anyMatch(PointTask.class::isInstance)) {
            curves.add(new Curve("NME, %", new double[0], column(epochs, epoch -> 100 * epoch.nme())));
        }
        return curves;
    }

    private static double[] column(List<Course.Epoch> epochs, ToDoubleFunction<Course.Epoch> value) {
        return epochs.stream().mapToDouble(value).toArray();
    }

    /** The run in a line: preset, models, network, data. */
    public static String title(Config config, boolean synthetic) {
        double width = config.network().width();
        String weighting = config.loss().weighting();
        return "preset %s: %s%s; ResNet18 at width %s, %d px, %s; %s; seed %d"
                .formatted(
                        config.preset(),
                        String.join(", ", config.models()),
                        weighting.equals(Weightings.EQUAL) ? "" : "; weighting " + weighting,
                        width == .5 ? "½" : width == 1 ? "1" : Double.toString(width),
                        config.data().size(),
                        config.network().weights() == null
                                ? "from scratch"
                                : "from " + config.network().weights(),
                        synthetic ? "synthetic faces" : config.data().folder(),
                        config.seed());
    }
}
