package janus.bench;

import janus.models.report.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * JMH's command line, and after its run the results as a Markdown table with GFLOP/s of convolutions. The word {@code
 * short} stands for three forks of a few seconds each, less than half the time of the default; {@code convergence} for
 * a {@link Convergence comparison of training} instead.
 */
public final class Main {
    private static final List<String> SHORT = List.of("-f", "3", "-wi", "3", "-w", "1s", "-i", "3", "-r", "500ms");

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (List.of(args).stream().anyMatch(arg -> arg.matches("-h|-l|-lp|-lprof|-lrf"))) {
            org.openjdk.jmh.Main.main(args);
            return;
        }
        if (args.length > 0 && args[0].equals("convergence")) {
            converge(List.of(args).subList(1, args.length));
            return;
        }
        try {
            String[] options = Stream.of(args)
                    .flatMap(arg -> arg.equals("short") ? SHORT.stream() : Stream.of(arg))
                    .toArray(String[]::new);
            Collection<RunResult> results = new Runner(new CommandLineOptions(options)).run();
            System.out.println();
            table(results, args).forEach(System.out::println);
        } catch (NoBenchmarksException e) {
            refuse("error: no benchmark has such a name; -l lists them");
        } catch (CommandLineOptionException | RunnerException e) {
            refuse("error: " + e.getMessage());
        }
    }

    private static void converge(List<String> overrides) throws InterruptedException {
        if (overrides.stream().anyMatch(arg -> arg.startsWith("-"))) {
            refuse("usage: java -jar bench/target/bench.jar convergence [KEY=VALUE...], keys as train takes"
                    + " them; runs go to runs/convergence, and finished ones are not repeated");
        }
        try {
            Convergence.run(overrides);
        } catch (IOException e) {
            refuse("error: " + e.getMessage());
        }
    }

    private static void refuse(String line) {
        System.err.println(line);
        System.exit(2); // a script sees by it that nothing was measured
    }

    private static List<String> table(Collection<RunResult> results, String[] args) {
        List<String> lines = new ArrayList<>();
        lines.add(System.getProperty("os.name") + ", " + Machine.processor() + ", JDK "
                + System.getProperty("java.vm.version") + "; `java -jar bench/target/bench.jar "
                + String.join(" ", args) + "`");
        lines.add("");
        lines.add("| benchmark | parameters | ms | ± 99.9 % | GFLOP/s |");
        lines.add("|---|---|--:|--:|--:|");
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            Result<?> time = result.getPrimaryResult();
            String name =
                    params.getBenchmark().replaceFirst("^janus\\.bench\\.", "").replace("Benchmark", "");
            String keys = params.getParamsKeys().stream()
                    .map(key -> key + "=" + params.getParam(key))
                    .collect(Collectors.joining(", "));
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.3f | %s | %s |",
                    name,
                    keys,
                    time.getScore(),
                    Double.isNaN(time.getScoreError()) ? "" : "%.3f".formatted(time.getScoreError()),
                    speed(params, time.getScore())));
        }
        return lines;
    }

    private static String speed(BenchmarkParams params, double milliseconds) {
        String layer = params.getParamsKeys().contains("layer") ? params.getParam("layer") : null;
        return layer == null
                ? ""
                : String.format(
                        Locale.ROOT, "%.0f", Layer.valueOf(layer).size(32).flops() * 1e-6 / milliseconds);
    }
}
