package janus.models.study.report;

import janus.models.report.Band;
import janus.models.report.Panel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code metrics.csv} of all seeds shows: validation metrics, and losses of both splits. */
final class TrainingCurves {
    private TrainingCurves() {}

    static List<Panel> panels(List<ArmRuns> arms) {
        List<Panel> panels = new ArrayList<>();
        add(panels, "validation accuracy, %", arms, 100, "validation_accuracy");
        add(panels, "validation NME, %", arms, 100, "validation_nme");
        for (String task : tasks(arms)) {
            add(
                    panels,
                    task + " loss (training dashed)",
                    arms,
                    1,
                    "validation_" + task + "_loss",
                    "train_" + task + "_loss");
        }
        return panels;
    }

    private static Set<String> tasks(List<ArmRuns> arms) {
        Set<String> tasks = new LinkedHashSet<>();
        for (ArmRuns arm : arms) {
            for (ArmRuns.Run run : arm.runs()) {
                run.metrics().header().stream()
                        .filter(column -> column.matches("validation_.+_loss"))
                        .forEach(column -> tasks.add(column.replaceAll("^validation_|_loss$", "")));
            }
        }
        return tasks;
    }

    /** The second of {@code columns} is of the training split. */
    private static void add(List<Panel> panels, String title, List<ArmRuns> arms, double factor, String... columns) {
        List<Band> bands = new ArrayList<>();
        for (ArmRuns arm : arms) {
            for (int split = 0; split < columns.length; split++) {
                String column = columns[split];
                Set<String> models = models(arm, column);
                for (String model : models) {
                    String name =
                            arm.name() + (models.size() > 1 ? ", " + model : "") + (split == 0 ? "" : ", training");
                    List<Map<Double, Double>> seeds = arm.runs().stream()
                            .map(run -> values(run.metrics(), model, column, factor))
                            .toList();
                    bands.add(Band.of(name, arm.colour(), split > 0, seeds));
                }
            }
        }
        Panel panel = new Panel(title, "epoch", bands);
        if (!panel.bands().isEmpty()) {
            panels.add(panel);
        }
    }

    /** Those with a value. */
    private static Set<String> models(ArmRuns arm, String column) {
        Set<String> models = new LinkedHashSet<>();
        for (ArmRuns.Run run : arm.runs()) {
            Table metrics = run.metrics();
            metrics.rows().stream()
                    .filter(row -> Double.isFinite(metrics.number(row, column)))
                    .forEach(row -> models.add(metrics.text(row, "model")));
        }
        return models;
    }

    private static Map<Double, Double> values(Table metrics, String model, String column, double factor) {
        Map<Double, Double> values = new HashMap<>();
        for (List<String> row : metrics.rows()) {
            if (metrics.text(row, "model").equals(model)) {
                values.put(metrics.number(row, "epoch"), factor * metrics.number(row, column));
            }
        }
        return values;
    }
}
