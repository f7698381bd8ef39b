package janus.models.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.celeba.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The same trials for every arm: so many points drawn once from one space, log-uniformly, and each arm trained at each of
 * them with one seed. An arm keeps the point with the least validation score, summed over its models; test is not looked
 * at.
 *
 * @param trials values by key, drawn for all arms alike
 */
public record Tuning(Plan plan, List<Map<String, Double>> trials) {
    /** Where a key may lie, both ends above 0. */
    public record Range(double from, double to) {
        public Range {
            if (!(from > 0 && to >= from && to < Double.POSITIVE_INFINITY)) {
                throw new DataException("command line: --vary from " + from + " to " + to
                        + "; give a range above 0, the smaller end first");
            }
        }
    }

    /** One trial of an arm; {@code score} is the least over its epochs, smaller is better, ∞ where it has none. */
    public record Result(String arm, int trial, double score) {}

    /** {@code count} points of {@code space}, as a function of {@code seed}. */
    public static Tuning of(Plan plan, Map<String, Range> space, int count, long seed) {
        Random random = new Random(seed);
        List<Map<String, Double>> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Double> values = new LinkedHashMap<>();
            space.forEach(
                    (key, range) -> values.put(key, range.from * Math.pow(range.to / range.from, random.nextDouble())));
            trials.add(values);
        }
        return new Tuning(plan, trials);
    }

    /** A study of every arm at every trial, with {@code seed} alone. */
    public Plan runs(long seed) {
        Map<String, Map<String, JsonNode>> arms = new LinkedHashMap<>();
        plan.arms().keySet().forEach(arm -> {
            for (int trial = 0; trial < trials.size(); trial++) {
                arms.put(name(arm, trial), with(arm, trial));
            }
        });
        String title = plan.title() + ", trials";
        return new Plan(title, List.of(seed), plan.margins(), plan.expected(), arms, plan.training(), List.of());
    }

    private static String name(String arm, int trial) {
        return arm + ".trial-" + (trial + 1);
    }

    private Map<String, JsonNode> with(String arm, int trial) {
        Map<String, JsonNode> keys = new LinkedHashMap<>(plan.arms().getOrDefault(arm, Map.of()));
        trials.get(trial).forEach((key, value) -> keys.put(key, DoubleNode.valueOf(value)));
        return keys;
    }

    /** All trials of all arms, whose runs in {@code folder} are finished or diverged. */
    public List<Result> results(StudyFolder folder) throws IOException {
        List<Result> results = new ArrayList<>();
        long seed = folder.plan().seeds().getFirst();
        for (String arm : plan.arms().keySet()) {
            for (int trial = 0; trial < trials.size(); trial++) {
                StudyFolder.Entry entry = new StudyFolder.Entry(name(arm, trial), seed);
                double score = folder.diverged(entry)
                        ? Double.POSITIVE_INFINITY
                        : score(folder.run(entry).resolve("metrics.csv"));
                results.add(new Result(arm, trial, score));
            }
        }
        return results;
    }

    /** Σ over models of the least score of an epoch; ∞ if a model has none, as where validation lacks its labels. */
    private static double score(Path metrics) throws IOException {
        List<String> lines = Files.readAllLines(metrics);
        int column = List.of(lines.getFirst().split(",", -1)).indexOf("score");
        Map<String, Double> best = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            double score = fields[column].isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(fields[column]);
            best.merge(fields[0], score, Math::min);
        }
        return best.values().stream().mapToDouble(score -> score).sum();
    }

    /**
     * The plan with every arm at its best trial.
     *
     * @throws DataException if no trial of an arm has a score
     */
    public Plan chosen(List<Result> results) {
        Map<String, Map<String, JsonNode>> arms = new LinkedHashMap<>();
        plan.arms().keySet().forEach(arm -> {
            Result best = results.stream()
                    .filter(result -> result.arm.equals(arm))
                    .min(Comparator.comparingDouble(Result::score))
                    .orElseThrow();
            if (best.score == Double.POSITIVE_INFINITY) {
                throw new DataException(
                        "arm " + arm + ": no trial has a validation score, as all diverged or validation "
                                + "lacks the labels of a head; change --vary, or the data");
            }
            arms.put(arm, with(arm, best.trial));
        });
        return new Plan(plan.title(), plan.seeds(), plan.margins(), plan.expected(), arms, plan.training(), List.of());
    }

    /** What {@link #csv} holds, for programs; null where there is no score. */
    public String json(List<Result> results) {
        ArrayNode rows = new ObjectMapper().createArrayNode();
        for (Result result : results) {
            ObjectNode row = rows.addObject().put("arm", result.arm).put("trial", result.trial + 1);
            trials.get(result.trial).forEach(row::put);
            row.put("score", Double.isFinite(result.score) ? (Double) result.score : null);
        }
        return rows.toPrettyString() + "\n";
    }

    /** {@code trials.csv}: a line for each trial of each arm; empty where there is no score. */
    public String csv(List<Result> results) {
        StringBuilder csv = new StringBuilder(
                "arm,trial," + String.join(",", trials.getFirst().keySet()) + ",score\n");
        for (Result result : results) {
            csv.append(result.arm).append(',').append(result.trial + 1);
            trials.get(result.trial).values().forEach(value -> csv.append(',').append(value));
            csv.append(',')
                    .append(Double.isFinite(result.score) ? result.score : "")
                    .append('\n');
        }
        return csv.toString();
    }
}
