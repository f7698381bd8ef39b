package janus.models.study.report;

import static janus.models.report.Html.escape;
import static janus.models.report.Html.number;

import janus.models.report.Band;
import janus.models.report.Html;
import janus.models.report.Numbers;
import janus.models.report.Panel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code diagnostics.csv} of all seeds shows of arms with more than one task: the cosine between tasks' gradients
 * in each group of layers, the share of pairs below 0, and the noise floor, which is the cosine between two halves of a
 * batch for one task.
 */
record GradientConflict(List<Look> looks) {
    static final String TEXT =
            "Cosine of two tasks’ gradients in the layers they share: at 1 both ask for the same step, "
                    + "at 0 for unrelated ones, below 0 they are in conflict, and what helps one harms the other. Dashed: the noise "
                    + "floor, the same between two halves of a batch for one task. At its floor a cosine is as high as one task "
                    + "agrees with itself on other images; tasks differ where it stays below. The band reaches from the least to "
                    + "the greatest over seeds and pairs, or over tasks, each with all others, where there are many.";
    private static final String HEAD = "<h3>Means over steps and seeds</h3><div class=\"scroll\"><table><thead><tr>"
            + "<th></th><th>layers</th><th>cosine</th><th>noise floor</th><th>pairs in conflict, %</th></tr></thead>"
            + "<tbody>\n";

    /**
     * The numbers of one arm in one group of layers.
     *
     * @param cosines over steps, of each seed and pair, or task
     * @param floors over steps, of each seed and task
     * @param conflicts of each step and seed
     */
    record Look(
            ArmRuns arm,
            String group,
            Set<String> pairs,
            List<Map<Double, Double>> cosines,
            List<Map<Double, Double>> floors,
            List<Double> conflicts) {
        static Look of(ArmRuns arm, String group) {
            Look look = new Look(
                    arm, group, new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            arm.runs().forEach(run -> look.add(run.diagnostics()));
            return look;
        }

        private void add(Table table) {
            Map<String, Map<Double, Double>> cosine = new LinkedHashMap<>();
            Map<String, Map<Double, Double>> floor = new LinkedHashMap<>();
            for (List<String> row : table.rows()) {
                if (table.text(row, "group").equals(group)) {
                    String quantity = table.text(row, "quantity");
                    String other = table.text(row, "other");
                    String tasks = table.text(row, "task") + (other.isEmpty() ? "" : "–" + other);
                    double value = table.number(row, "value");
                    if (quantity.equals("conflicts")) {
                        conflicts.add(value);
                    } else if (quantity.equals("cosine") || quantity.equals("floor")) {
                        (quantity.equals("floor") ? floor : cosine)
                                .computeIfAbsent(tasks, _ -> new TreeMap<>())
                                .put(table.number(row, "step"), value);
                    }
                }
            }
            pairs.addAll(cosine.keySet());
            cosines.addAll(cosine.values());
            floors.addAll(floor.values());
        }

        /** A pair by its name, more by their number. */
        private String what() {
            String first = pairs.iterator().next();
            return pairs.size() == 1 ? first : "mean of " + pairs.size() + (first.contains("–") ? " pairs" : " tasks");
        }

        private Band band() {
            return Band.of(arm.name() + ", " + what(), arm.colour(), false, cosines);
        }

        /** Without its scatter: of that there is one band already. */
        private Band floor() {
            Map<Double, Double> means = new TreeMap<>();
            Band.of("", 0, false, floors).points().forEach((step, all) -> means.put(step, all.getAverage()));
            return Band.of(arm.name() + ", noise floor", arm.colour(), true, List.of(means));
        }

        private String row() {
            double share =
                    conflicts.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
            return "<tr><th>" + Html.model(arm.colour(), arm.name()) + "</th><td class=\"number\">" + escape(group)
                    + "</td>" + number(Numbers.signed(mean(cosines), 3)) + number(Numbers.signed(mean(floors), 3))
                    + number(Numbers.percent(share, 1)) + "</tr>\n";
        }

        private static double mean(List<Map<Double, Double>> values) {
            return values.stream()
                    .flatMap(of -> of.values().stream())
                    .mapToDouble(value -> value)
                    .average()
                    .orElse(Double.NaN);
        }
    }

    static GradientConflict of(List<ArmRuns> arms) {
        List<Look> looks = new ArrayList<>();
        for (ArmRuns arm : arms) {
            Set<String> groups = new LinkedHashSet<>();
            for (ArmRuns.Run run : arm.runs()) {
                run.diagnostics()
                        .rows()
                        .forEach(row -> groups.add(run.diagnostics().text(row, "group")));
            }
            groups.stream()
                    .map(group -> Look.of(arm, group))
                    .filter(look -> !look.cosines.isEmpty())
                    .forEach(looks::add);
        }
        return new GradientConflict(looks);
    }

    /** One for each group of layers. */
    List<Panel> panels() {
        Map<String, List<Band>> groups = new LinkedHashMap<>();
        for (Look look : looks) {
            groups.computeIfAbsent(look.group, _ -> new ArrayList<>()).addAll(List.of(look.band(), look.floor()));
        }
        List<Panel> panels = new ArrayList<>();
        groups.forEach(
                (group, bands) -> panels.add(new Panel("cosine, " + group + " (noise floor dashed)", "step", bands)));
        return panels;
    }

    /** Each arm and group of layers in a line; empty without any. */
    String table() {
        StringBuilder html = new StringBuilder();
        looks.forEach(look -> html.append(look.row()));
        return html.isEmpty() ? "" : HEAD + html + "</tbody></table></div>\n";
    }
}
