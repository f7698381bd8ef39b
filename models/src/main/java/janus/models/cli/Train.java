package janus.models.cli;

import janus.celeba.DataException;
import janus.kernels.BadKernelTable;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.report.Comparison;
import janus.models.report.RunResult;
import janus.models.train.Config;
import janus.models.train.Configs;
import janus.models.train.Faces;
import janus.models.train.Run;
import janus.models.train.RunFolder;
import janus.models.train.Stop;
import janus.models.train.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains the models of the study and compares them. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Train models, and compare them with the trivial baselines.",
        footer = "Without --data, faces are drawn into a folder celeba-synthetic. Any key of the configuration can be "
                + "overridden: train optimizer.rate=0.1 data.size=128")
final class Train implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Train.class);

    @Option(names = "--preset", paramLabel = "NAME", description = "demo (default), seed or study.")
    private @Nullable String preset;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML; goes before the preset.")
    private @Nullable Path file;

    @Option(names = "--model", paramLabel = "NAME", description = "two-head, attributes, landmarks or all.")
    private @Nullable String model;

    @Option(
            names = "--weighting",
            paramLabel = "NAME",
            description = "Of the tasks' losses: equal (default), uw, cagrad…")
    private @Nullable String weighting;

    @Option(names = "--data", paramLabel = "PATH", description = "CelebA's folder or zip, or your own data.")
    private @Nullable Path data;

    @Option(names = "--out", paramLabel = "DIR", description = "Run folder (default: a new one under runs).")
    private @Nullable Path out;

    @Option(names = "--seed", description = "Seed of weights, order and augmentation.")
    private @Nullable Long seed;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "auto (default), cpu, cpu:4, reference, cuda, cuda:1:bf16, cuda:cudnn-norm…")
    private @Nullable String device;

    @Option(names = "--kernels", paramLabel = "FILE", description = "A table that tune-kernels wrote.")
    private @Nullable Path kernels;

    @Option(names = "--strict", description = "Direct convolutions alone: slower, several times smaller errors.")
    private boolean strict;

    @Option(names = "--weights", paramLabel = "FILE", description = "torchvision's ResNet18, .safetensors or .pth.")
    private @Nullable Path weights;

    @Option(names = "--full-test", description = "With preset seed: all test images.")
    private boolean fullTest;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "",
            description = "Go on with the run in DIR (default: that of --out).")
    private @Nullable String resume;

    @Option(names = "--dry-run", description = "Check everything, print the plan, take no step.")
    private boolean dryRun;

    @Option(names = "--no-progress", description = "No progress bar.")
    private boolean noProgress;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "KEY=VALUE", description = "Overrides of the configuration.")
    private List<String> overrides = List.of();

    @Override
    public Integer call() throws IOException {
        Path resumed = resume == null ? null : resumed(resume);
        Config config = config(resumed);
        try (Device opened = open(config.device(), table(config));
                Bars bars = new Bars(noProgress)) {
            return dryRun ? plan(config, opened, bars) : run(config, resumed, opened, bars);
        }
    }

    private Path resumed(String folder) {
        if (!folder.isEmpty()) {
            if (out != null && !out.equals(Path.of(folder))) {
                throw new DataException("command line: --resume " + folder + " and --out " + out
                        + " are two runs; leave out one of them");
            }
            return Path.of(folder);
        }
        if (out == null) {
            throw new DataException("command line: --resume of which run? give its folder");
        }
        return out;
    }

    private static String strict(@Nullable String device) {
        return (device == null || device.equals("auto") ? "cpu" : device) + ":strict";
    }

    private Config config(@Nullable Path resumed) throws IOException {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "models", model == null ? null : model.equals("all") ? Config.MODELS : List.of(model));
        put(given, "loss.weighting", weighting);
        put(given, "data.folder", text(data));
        put(given, "seed", seed);
        put(given, "device", strict ? strict(device) : device);
        put(given, "kernels", text(kernels));
        put(given, "network.weights", text(weights));
        put(given, "data.fullTest", fullTest ? true : null);
        given.putAll(overrides(overrides));
        if (resumed == null) {
            return Configs.resolve(preset, file, given);
        }
        Path written = RunFolder.config(resumed);
        Config config = Configs.resolve(preset, file == null ? written : file, given);
        // the checkpoints say so too, but only after data was drawn or decoded
        String difference = Configs.difference(Configs.resolve(null, written, Map.of()), config);
        if (difference != null) {
            throw new DataException(
                    written + ": the run to resume differs in " + difference + "; undo that, or start another --out");
        }
        return config;
    }

    /** Each KEY=VALUE of {@code given}, in order. */
    static Map<String, String> overrides(List<String> given) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String override : given) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                throw new DataException("command line: '" + override + "' is no override; write KEY=VALUE");
            }
            keys.put(override.substring(0, equals), override.substring(equals + 1));
        }
        return keys;
    }

    private static void put(Map<String, String> given, String key, @Nullable Object value) {
        if (value != null) {
            given.put(key, Configs.value(value));
        }
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    static @Nullable Path table(Config config) {
        return config.kernels() == null ? null : Path.of(config.kernels());
    }

    static Device open(String name, @Nullable Path kernels) {
        try {
            return Devices.open(name, kernels);
        } catch (BadKernelTable e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new DataException("device " + name + ": " + e.getMessage(), e);
        }
    }

    private int plan(Config config, Device device, Bars bars) {
        introduce(config, device);
        try (Faces faces = Faces.open(config, bars)) {
            describe(faces);
            System.out.print(
                    json ? Configs.json(config) : "nothing was trained; the configuration:\n" + Configs.yaml(config));
            return 0;
        }
    }

    private int run(Config config, @Nullable Path resumed, Device device, Bars bars) throws IOException {
        try (RunFolder folder = resumed != null
                ? RunFolder.open(resumed)
                : RunFolder.create(out != null ? out : RunFolder.fresh(config.preset()), config)) {
            introduce(config, device);
            try (Faces faces = Faces.open(config, bars);
                    Signals signals = new Signals()) {
                describe(faces);
                return train(new Run(config, folder, signals, bars), device, faces, bars, folder.path());
            }
        }
    }

    private int train(Run run, Device device, Faces faces, Bars bars, Path folder) throws IOException {
        try {
            RunResult result = run.train(device, faces);
            bars.close();
            System.out.print(json ? Summary.json(result) : Comparison.text(result));
            LOG.info("run folder: {}", folder);
            return 0;
        } catch (Stop.Stopped e) {
            bars.close();
            LOG.info("stopped; go on with: train --resume {}", folder);
            return Signals.STOPPED;
        }
    }

    private static void introduce(Config config, Device device) {
        LOG.info("{}", Run.title(config, config.data().folder() == null));
        LOG.info("device {}", device.description());
        if (config.network().frozen() && config.network().weights() == null) {
            LOG.warn("the frozen trunk has random weights; give --weights resnet18.pth to learn from ImageNet's");
        }
    }

    private static void describe(Faces faces) {
        faces.data().findings().forEach(LOG::info);
        Config.Data data = faces.config().data();
        if (data.limit() > 0 || data.fraction() < 1 || data.swapSplits()) {
            LOG.info(
                    "of these: {} to train, {} to validate, {} to test",
                    faces.train().length,
                    faces.validation().length,
                    faces.test().length);
        }
    }
}
