package janus.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.models.study.Interval;
import janus.models.study.PairedT;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether training ends equally well with Winograd's algorithms and with direct sums alone: the two-head model on drawn
 * faces, the same seeds both ways, and the mean difference with its 95 % interval (Student's t over seeds). A run that
 * was finished is not repeated.
 */
final class Convergence {
    private static final int SEEDS = 8;
    private static final Path RUNS = Path.of("runs", "convergence");

    private Convergence() {}

    /** {@code overrides}: keys of the configuration, as {@code train} takes them. */
    static void run(List<String> overrides) throws IOException, InterruptedException {
        double[] accuracy = new double[SEEDS];
        double[] nme = new double[SEEDS];
        System.out.println("seed | accuracy %: Winograd, direct | NME %: Winograd, direct");
        for (int seed = 1; seed <= SEEDS; seed++) {
            JsonNode fast = train(seed, false, overrides);
            JsonNode direct = train(seed, true, overrides);
            accuracy[seed - 1] = percent(fast, "accuracy") - percent(direct, "accuracy");
            nme[seed - 1] = percent(fast, "nme") - percent(direct, "nme");
            System.out.printf(
                    Locale.ROOT,
                    "%4d | %.2f %.2f | %.2f %.2f%n",
                    seed,
                    percent(fast, "accuracy"),
                    percent(direct, "accuracy"),
                    percent(fast, "nme"),
                    percent(direct, "nme"));
        }
        System.out.println("Winograd minus direct, accuracy: " + interval(accuracy));
        System.out.println("Winograd minus direct, NME: " + interval(nme));
    }

    private static double percent(JsonNode model, String key) {
        return 100 * model.get(key).asDouble();
    }

    private static String interval(double[] differences) {
        PairedT t = PairedT.of(differences);
        Interval interval = t.interval(.95);
        return String.format(
                Locale.ROOT, "%+.3f points, 95 %% interval %+.3f to %+.3f", t.mean(), interval.low(), interval.high());
    }

    /** Numbers of the model that a run of its own trained. */
    private static JsonNode train(int seed, boolean strict, List<String> overrides)
            throws IOException, InterruptedException {
        Path folder = RUNS.resolve(seed + (strict ? "-direct" : "-winograd"));
        Path summary = folder.resolve("summary.json");
        if (!Files.exists(summary)) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "janus.models.cli.Main", "train"));
            command.addAll(List.of("--model", "two-head", "--no-progress", "--out", folder.toString()));
            command.addAll(List.of("--seed", Integer.toString(seed)));
            if (strict) {
                command.add("--strict");
            }
            command.addAll(overrides);
            Process run = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (run.waitFor() != 0) {
                throw new IOException("the run in " + folder + " ended with exit code " + run.exitValue()
                        + "; finish it with train --resume, or delete its folder");
            }
        }
        return new ObjectMapper().readTree(summary.toFile()).get("models").get(0);
    }
}
