package janus.models.study.report;

import janus.models.report.Band;
import janus.models.report.Panel;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What {@code balance.csv} of all seeds shows: the factor each task's loss had, a panel for each arm that has one. */
final class WeightTraces {
    private static final int MOST = 8;

    private WeightTraces() {}

    static List<Panel> panels(List<ArmRuns> arms) {
        return arms.stream()
                .map(WeightTraces::panel)
                .filter(panel -> !panel.bands().isEmpty())
                .toList();
    }

    /** One colour a task; of many tasks those whose factor moved most. */
    private static Panel panel(ArmRuns arm) {
        Set<String> tasks = tasks(arm);
        List<Band> bands = tasks.stream()
                .map(task -> Band.of(
                        task,
                        0,
                        false,
                        arm.runs().stream()
                                .map(run -> weights(run.balance(), task))
                                .toList()))
                .sorted(Comparator.comparingDouble(WeightTraces::movement).reversed())
                .limit(MOST)
                .toList();
        List<Band> coloured = IntStream.range(0, bands.size())
                .mapToObj(i ->
                        new Band(bands.get(i).name(), i, false, bands.get(i).points()))
                .toList();
        String some = tasks.size() > MOST ? ", the " + MOST + " of " + tasks.size() + " tasks that moved most" : "";
        return new Panel(arm.name() + ": weights" + some, "epoch", coloured);
    }

    private static Set<String> tasks(ArmRuns arm) {
        Set<String> tasks = new LinkedHashSet<>();
        for (ArmRuns.Run run : arm.runs()) {
            Table table = run.balance();
            table.rows().stream()
                    .filter(row -> table.text(row, "quantity").equals("weight"))
                    .forEach(row -> tasks.add(table.text(row, "task")));
        }
        return tasks;
    }

    private static double movement(Band band) {
        double[] mean = band.mean();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : mean) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return high - low;
    }

    private static Map<Double, Double> weights(Table balance, String task) {
        Map<Double, Double> weights = new TreeMap<>();
        for (List<String> row : balance.rows()) {
            if (balance.text(row, "quantity").equals("weight")
                    && balance.text(row, "task").equals(task)) {
                weights.put(balance.number(row, "epoch"), balance.number(row, "mean"));
            }
        }
        return weights;
    }
}
