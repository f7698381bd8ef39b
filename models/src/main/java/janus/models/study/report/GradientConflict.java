package janus.models.study.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What {@code diagnostics.csv} of all seeds shows: the cosine between tasks' gradients in each group of layers, and the
 * noise floor, which is the cosine between two halves of a batch for one task.
 */
final class GradientConflict {
    private static final String COSINE = "cosine";
    private static final String FLOOR = "floor";

    private GradientConflict() {}

    static List<Panel> panels(List<ArmRuns> arms) {
        Set<String> groups = new LinkedHashSet<>();
        for (ArmRuns arm : arms) {
            for (ArmRuns.Run run : arm.runs()) {
                Table table = run.diagnostics();
                table.rows().stream()
                        .filter(row -> shown(table.text(row, "quantity")))
                        .forEach(row -> groups.add(table.text(row, "group")));
            }
        }
        return groups.stream().map(group -> panel(group, arms)).toList();
    }

    private static boolean shown(String quantity) {
        return quantity.equals(COSINE) || quantity.equals(FLOOR);
    }

    private static Panel panel(String group, List<ArmRuns> arms) {
        List<Band> bands = new ArrayList<>();
        for (ArmRuns arm : arms) {
            bands.add(band(arm, group, COSINE));
            bands.add(band(arm, group, FLOOR));
        }
        return new Panel("cosine, " + group + " (noise floor dashed)", "step", bands);
    }

    /** The mean over pairs, or over tasks, at each step of each seed. */
    private static Band band(ArmRuns arm, String group, String quantity) {
        Set<String> pairs = new LinkedHashSet<>();
        List<Map<Double, Double>> seeds = new ArrayList<>();
        for (ArmRuns.Run run : arm.runs()) {
            Table table = run.diagnostics();
            Predicate<String[]> counts = row -> table.text(row, "group").equals(group)
                    && table.text(row, "quantity").equals(quantity);
            Map<Double, DoubleSummaryStatistics> steps = new TreeMap<>();
            table.rows().stream().filter(counts).forEach(row -> {
                pairs.add(table.text(row, "task") + "–" + table.text(row, "other"));
                steps.computeIfAbsent(table.number(row, "step"), _ -> new DoubleSummaryStatistics())
                        .accept(table.number(row, "value"));
            });
            Map<Double, Double> means = new TreeMap<>();
            steps.forEach((step, values) -> means.put(step, values.getAverage()));
            seeds.add(means);
        }
        String what = quantity.equals(FLOOR)
                ? "noise floor"
                : pairs.size() == 1 ? pairs.iterator().next() : "mean of " + pairs.size() + " pairs";
        return Band.of(arm.name() + ", " + what, arm.colour(), quantity.equals(FLOOR), seeds);
    }
}
