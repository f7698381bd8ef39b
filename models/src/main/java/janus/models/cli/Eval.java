package janus.models.cli;

import janus.celeba.DataException;
import janus.celeba.Split;
import janus.engine.Work;
import janus.kernels.Device;
import janus.models.report.Baselines;
import janus.models.report.Comparison;
import janus.models.report.Machine;
import janus.models.report.ModelResult;
import janus.models.report.Report;
import janus.models.report.RunResult;
import janus.models.report.ScoreText;
import janus.models.train.Config;
import janus.models.train.Configs;
import janus.models.train.Environment;
import janus.models.train.Faces;
import janus.models.train.Predictions;
import janus.models.train.RunFolder;
import janus.models.train.Stop;
import janus.models.train.Summary;
import janus.models.weights.Description;
import janus.models.weights.Description.Kind;
import janus.models.weights.Safetensors;
import janus.models.weights.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every metric of trained models on one split, beside the trivial baselines. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = "Score trained models on a split, and compare them with the trivial baselines.")
final class Eval implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Eval.class);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WeightSource source;

    @Option(names = "--data", paramLabel = "PATH", description = "The data (default: the run's own).")
    private @Nullable Path data;

    @Option(names = "--split", defaultValue = "TEST", description = "train, validation or test (default).")
    @SuppressWarnings("NullAway.Init")
    private Split split;

    @Option(names = "--out", paramLabel = "DIR", description = "Also write predictions and a report there.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requireNoRun(out);
        List<Path> files = source.files();
        Config config = config(files.getFirst());
        try (Device on = source.open();
                Bars bars = new Bars(json);
                Faces faces = Faces.open(config, bars)) {
            faces.data().findings().forEach(LOG::info);
            RunResult result = result(files, config, on, faces);
            System.out.print(json ? Summary.json(result) : ScoreText.of(result) + Comparison.text(result));
            if (out != null) {
                Report.write(out, result).forEach(LOG::warn);
            }
            return 0;
        }
    }

    /** A verdict would read what is written here for the run's own predictions of its test images. */
    private static void requireNoRun(@Nullable Path out) {
        if (out != null && Files.exists(out.resolve("config.yaml"))) {
            throw new DataException(out + ": a run, whose predictions would be lost; give another folder");
        }
    }

    /** The run's configuration, or one with the settings that the weight file itself names. */
    private Config config(Path weights) throws IOException {
        Map<String, String> given = new LinkedHashMap<>();
        Path run = source.run();
        if (data != null) {
            given.put("data.folder", Configs.value(data.toString()));
        }
        if (run != null) {
            return Configs.resolve(null, RunFolder.config(run), given);
        }
        if (data == null) {
            throw new DataException(weights + ": scored on which data? give --data PATH, or --run DIR");
        }
        Description description = TrainedModel.description(weights, Safetensors.read(weights));
        given.put("data.size", Integer.toString(description.size()));
        given.put("data.mean", Configs.value(description.mean()));
        given.put("data.deviation", Configs.value(description.deviation()));
        given.put("data.attributes", Configs.value(description.labels(Kind.ATTRIBUTES)));
        given.put("data.points", Configs.value(description.labels(Kind.POINTS)));
        given.put("data.augmentation.flip", "false");
        return Configs.resolve("study", null, given);
    }

    private RunResult result(List<Path> files, Config config, Device on, Faces faces) throws IOException {
        long begun = System.nanoTime();
        Long memory = Machine.resetPeak();
        int[] rows =
                switch (split) {
                    case TRAIN -> faces.train();
                    case VALIDATION -> faces.validation();
                    case TEST -> faces.test();
                };
        List<ModelResult> models = new ArrayList<>();
        for (Path file : files) {
            models.add(score(file, on, faces, rows));
        }
        return new RunResult(
                "%s on the %s split of %s"
                        .formatted(source.name(), split.name().toLowerCase(Locale.ROOT), Faces.folder(config.data())),
                faces.data().drawn(),
                config.seed(),
                (System.nanoTime() - begun) * 1e-9,
                faces.data(),
                rows,
                models,
                Baselines.of(faces.pixels(), faces.train(), rows),
                Configs.yaml(config),
                Environment.of(on),
                new RunResult.Peak(Machine.peakBytes(memory), on.peakBytes()));
    }

    private ModelResult score(Path file, Device on, Faces faces, int[] rows) throws IOException {
        long begun = System.nanoTime();
        try (TrainedModel trained = TrainedModel.open(file, on, faces.data())) {
            Description description = trained.description();
            Predictions predictions = Predictions.of(trained.model(), faces, rows, Stop.NEVER);
            if (out != null) {
                Path folder = Files.createDirectories(out.resolve(description.model()));
                Files.writeString(folder.resolve("predictions.csv"), predictions.csv(faces.data()));
            }
            return new ModelResult(
                    description.model(),
                    trained.model().parameters().count(),
                    new Work(trained.model().work(description.size()).forward(), 0, 0),
                    (System.nanoTime() - begun) * 1e-9,
                    0,
                    List.of(),
                    predictions.attributes(faces.data()),
                    predictions.points(faces.data()),
                    predictions.logits(),
                    predictions.coordinates());
        }
    }
}
