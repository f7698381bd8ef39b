package janus.models.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import janus.engine.Gradcheck;
import janus.engine.GradcheckExamples;
import janus.kernels.Device;
import janus.kernels.Devices;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every op's backward against differences of its forward, in float64. Exit code 1 if one is off. */
@Command(
        name = "gradcheck",
        mixinStandardHelpOptions = true,
        description = "Compare the gradient of every op with differences of its values, in float64.")
final class GradcheckCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Gradcheck.Result> results = new ArrayList<>();
        try (Device device = Devices.open("reference")) {
            GradcheckExamples.all().forEach(example -> results.add(Gradcheck.check(device, example)));
        }
        if (json) {
            System.out.println(asJson(results));
        } else {
            print(results);
        }
        return results.stream().allMatch(Gradcheck.Result::passed) ? 0 : 1;
    }

    private static void print(List<Gradcheck.Result> results) {
        System.out.printf(Locale.ROOT, "%-22s %-48s %11s%n", "op", "example", "worst error");
        for (Gradcheck.Result result : results) {
            System.out.printf(
                    Locale.ROOT,
                    "%-22s %-48s %11.1e%s%n",
                    result.op().getClass().getSimpleName(),
                    result.example(),
                    result.worst(),
                    result.passed() ? "" : "  FAILED");
        }
        double worst =
                results.stream().mapToDouble(Gradcheck.Result::worst).max().orElse(0);
        System.out.printf(
                Locale.ROOT, "%d examples, worst %.1e, tolerance %.0e%n", results.size(), worst, Gradcheck.TOLERANCE);
    }

    private static ArrayNode asJson(List<Gradcheck.Result> results) {
        ArrayNode rows = new ObjectMapper().createArrayNode();
        for (Gradcheck.Result result : results) {
            rows.addObject()
                    .put("op", result.op().getClass().getSimpleName())
                    .put("example", result.example())
                    .put("worst", result.worst())
                    .put("passed", result.passed());
        }
        return rows;
    }
}
