package janus.models.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import janus.celeba.DataException;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Tuner;
import janus.models.ResNet18;
import janus.models.report.Machine;
import janus.models.weights.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the algorithms of ResNet18's convolutions on this machine, and writes the table of the fastest. */
@Command(
        name = "tune-kernels",
        mixinStandardHelpOptions = true,
        description = "Measure the algorithms of ResNet18's convolutions here, and write a table of the fastest.",
        footer = "No run uses the table unless it is named: train --kernels kernels.csv")
final class TuneKernels implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(TuneKernels.class);
    /** Seconds an algorithm runs at a time: several calls of the largest convolution at batch 32 on two cores. */
    private static final double SLICE = .1;

    @Option(names = "--output", defaultValue = "kernels.csv", description = "File (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "PIXELS",
            defaultValue = "64,128,224",
            description = "Sides of the images (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private List<Integer> sizes;

    @Option(names = "--batch", defaultValue = "32", description = "Images at a time (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--device", defaultValue = "cpu", description = "Device (default: ${DEFAULT-VALUE}), cpu:2, cuda.")
    @SuppressWarnings("NullAway.Init")
    private String device;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<ConvolutionSize> convolutions = new ArrayList<>();
        for (int side : sizes) {
            check("--sizes", side, 16, 1024);
            convolutions.addAll(convolutions(check("--batch", batch, 1, 1024), side));
        }
        try (Device on = Train.open(device, null)) {
            List<Tuner.Result> results = tune(on, convolutions, SLICE, output);
            System.out.print(json ? asJson(results).toPrettyString() + System.lineSeparator() : text(results));
        }
        return 0;
    }

    private static int check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new DataException(
                    "command line: %s is %d; give a whole number from %d to %d".formatted(option, value, least, most));
        }
        return value;
    }

    /** What ResNet18 computes of {@code batch} images. */
    static List<ConvolutionSize> convolutions(int batch, int side) {
        List<ConvolutionSize> all = new ArrayList<>();
        all.add(new ConvolutionSize(batch, 3, side, side, 64, 7, 7, 2, 3));
        int map = halved(halved(side));
        for (int stage = 0; stage < ResNet18.STAGES; stage++) {
            int channels = 64 << stage;
            if (stage > 0) {
                all.add(new ConvolutionSize(batch, channels / 2, map, map, channels, 3, 3, 2, 1));
                all.add(new ConvolutionSize(batch, channels / 2, map, map, channels, 1, 1, 2, 0));
                map = halved(map);
            }
            all.add(new ConvolutionSize(batch, channels, map, map, channels, 3, 3, 1, 1));
        }
        return all;
    }

    private static int halved(int side) {
        return (side + 1) / 2;
    }

    /** Measures {@code convolutions} in slices of so many seconds, and writes the table to {@code file}. */
    static List<Tuner.Result> tune(Device device, List<ConvolutionSize> convolutions, double slice, Path file)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
            throw new DataException(file + ": no file can be written there; choose another --output");
        }
        Tuner tuner;
        try {
            tuner = device.tuner(convolutions, slice);
        } catch (IllegalArgumentException e) {
            throw new DataException("device " + device.name() + ": " + e.getMessage(), e);
        }
        LOG.info("device {}", device.description());
        LOG.info("{} measurements, about {} s", tuner.count(), Math.round(tuner.seconds()));
        List<Tuner.Result> done = new ArrayList<>();
        tuner.run(result -> {
            done.add(result);
            LOG.info("{} of {}: {}", done.size(), tuner.count(), line(result));
        });
        Durable.write(file, tuner.csv(comment(device, convolutions)));
        LOG.info("wrote {}; use it by: train --kernels {}", file, file);
        return done;
    }

    private static List<String> comment(Device device, List<ConvolutionSize> convolutions) {
        return List.of(
                "The fastest algorithm of each convolution, measured by tune-kernels at batch "
                        + convolutions.getFirst().n() + ".",
                Machine.processor() + "; Java " + Runtime.version() + "; " + device.description());
    }

    private static String text(List<Tuner.Result> results) {
        StringBuilder text = new StringBuilder();
        results.forEach(result -> text.append(line(result)).append(System.lineSeparator()));
        long changed = results.stream()
                .filter(result -> !result.best().equals(result.before()))
                .count();
        return text.append("%d of %d differ from what is built in%n".formatted(changed, results.size()))
                .toString();
    }

    private static String line(Tuner.Result result) {
        ConvolutionSize z = result.size();
        return String.format(
                Locale.ROOT,
                "%-16s %3d×%-3d %-8s %-9s %8.3f ms  ->  %-9s %8.3f ms  %5.2f times as fast",
                "%d×%d %d→%d".formatted(z.r(), z.s(), z.c(), z.k()),
                z.h(),
                z.w(),
                result.direction(),
                result.before(),
                1e3 * result.beforeSeconds(),
                result.best(),
                1e3 * result.bestSeconds(),
                result.beforeSeconds() / result.bestSeconds());
    }

    private static ArrayNode asJson(List<Tuner.Result> results) {
        ArrayNode rows = new ObjectMapper().createArrayNode();
        for (Tuner.Result result : results) {
            ConvolutionSize z = result.size();
            rows.addObject()
                    .put("c", z.c())
                    .put("k", z.k())
                    .put("h", z.h())
                    .put("w", z.w())
                    .put("r", z.r())
                    .put("s", z.s())
                    .put("stride", z.stride())
                    .put("pad", z.pad())
                    .put("direction", result.direction())
                    .put("built_in", result.before())
                    .put("built_in_ms", 1e3 * result.beforeSeconds())
                    .put("algorithm", result.best())
                    .put("algorithm_ms", 1e3 * result.bestSeconds());
        }
        return rows;
    }
}
