package janus.models.study.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import janus.models.study.RunFile;
import janus.models.study.StudyFolder;
import janus.models.train.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The runs of an arm, one a seed, by what they left beside predictions.
 *
 * @param colour index of the arm in its study
 */
record ArmRuns(String name, int colour, List<Run> runs) {
    /** What a file that is missing would hold is empty. */
    record Run(
            String seed, JsonNode summary, Table metrics, Table diagnostics, Table balance, Map<String, String> env) {
        static Run read(long seed, Path folder) throws IOException {
            Path summary = folder.resolve("summary.json");
            return new Run(
                    Long.toString(seed),
                    Files.isRegularFile(summary) ? RunFile.tree(summary) : MissingNode.getInstance(),
                    Table.read(folder.resolve("metrics.csv")),
                    Table.read(folder.resolve("diagnostics.csv")),
                    Table.read(folder.resolve("balance.csv")),
                    Environment.read(folder.resolve("env.txt")));
        }

        /** Of each model; one NaN without any. */
        double[] models(String key) {
            List<JsonNode> models = new ArrayList<>();
            summary.path("models").forEach(models::add);
            return models.isEmpty()
                    ? new double[] {Double.NaN}
                    : models.stream()
                            .mapToDouble(model -> model.path(key).asDouble(Double.NaN))
                            .toArray();
        }

        /** Σ over the models; NaN where one does not say it. */
        double sum(String key) {
            return DoubleStream.of(models(key)).sum();
        }

        /** Of weights, gradients and feature maps together; NaN where nobody says it. */
        double peak() {
            return summary.path("peak_device_bytes").asDouble(Double.NaN);
        }
    }

    static List<ArmRuns> of(StudyFolder study) throws IOException {
        List<ArmRuns> arms = new ArrayList<>();
        for (String arm : study.plan().arms().keySet()) {
            List<Run> runs = new ArrayList<>();
            for (long seed : study.plan().seeds()) {
                runs.add(Run.read(seed, study.run(new StudyFolder.Entry(arm, seed))));
            }
            arms.add(new ArmRuns(arm, arms.size(), runs));
        }
        return arms;
    }

    /** Mean over the seeds; NaN where one does not say it. */
    double mean(ToDoubleFunction<Run> value) {
        return runs.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    double largest(ToDoubleFunction<Run> value) {
        return runs.stream().mapToDouble(value).max().orElse(Double.NaN);
    }
}
