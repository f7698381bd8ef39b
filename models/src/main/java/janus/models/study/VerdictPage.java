package janus.models.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.models.report.Comparison;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link Judgement} for people and for programs. */
public final class VerdictPage {
    private VerdictPage() {}

    /** One page. */
    public static String text(Judgement judgement) {
        return comparison(judgement) + notes(judgement.calibration(), judgement.synthetic());
    }

    /** What stands below all comparisons of the same data. */
    static String notes(Calibration calibration, boolean synthetic) {
        String controls = String.join("\n", calibration.lines()) + "\n";
        return controls + (synthetic ? Comparison.SYNTHETIC + "\n" : "");
    }

    /** The arms, the endpoints and the verdict. */
    static String comparison(Judgement judgement) {
        StringBuilder page = new StringBuilder();
        page.append("A  ").append(judgement.first().text()).append('\n');
        page.append("B  ").append(judgement.second().text()).append('\n');
        page.append(
                "%d seeds, %d images\n\n".formatted(judgement.first().seeds().size(), judgement.images()));
        page.append("            A         B     A - B   95 %% interval       90 %% interval        p   margin\n"
                .replace("%%", "%"));
        double alpha = Decision.ALPHA / judgement.results().size();
        judgement.results().forEach(result -> page.append(line(result, alpha)));
        page.append('\n');
        judgement.audit().differences().values().forEach(line -> page.append("refused: ")
                .append(line)
                .append('\n'));
        judgement.audit().unknown().forEach(line -> page.append("not audited: ")
                .append(line)
                .append('\n'));
        if (judgement.deltaM() != null) {
            page.append(judgement.deltaM().text()).append('\n');
        }
        judgement.oneSided().forEach(line -> page.append(line).append('\n'));
        return page.append("verdict on A: ")
                .append(judgement.scope())
                .append(judgement.verdict().text())
                .append('\n')
                .toString();
    }

    /** {@code alpha}: what Holm leaves the smallest p. */
    private static String line(Judgement.Result result, double alpha) {
        Evidence evidence = result.evidence();
        String start = String.format(
                Locale.ROOT,
                "%-8s %7.3f %9.3f %+9.3f",
                result.endpoint().name() + " %",
                result.first(),
                result.second(),
                result.effect());
        if (evidence == null) {
            return start + "\n";
        }
        return start
                + String.format(
                        Locale.ROOT,
                        "   %s  %s  %.4f   %.2f%n",
                        interval(evidence.crossed().interval(.95)),
                        interval(evidence.crossed().interval(.90)),
                        evidence.signFlip(),
                        result.endpoint().margin())
                + detectable(evidence, alpha);
    }

    /** A minus B with its interval at each endpoint, in a line. */
    static String effects(Judgement judgement) {
        return judgement.results().stream()
                .map(result -> {
                    Interval interval = result.interval(.95);
                    String range = interval == null ? "" : " (" + interval(interval) + ")";
                    return String.format(
                            Locale.ROOT, "%s %+.3f%s", result.endpoint().name(), result.effect(), range);
                })
                .collect(Collectors.joining(", "));
    }

    static String interval(Interval interval) {
        return String.format(Locale.ROOT, "%+.3f to %+.3f", interval.low(), interval.high());
    }

    private static String detectable(Evidence evidence, double alpha) {
        CrossedInterval crossed = evidence.crossed();
        int seeds = crossed.seeds().degrees() + 1;
        double effect = new DetectableEffect(crossed.seedVariance(), crossed.imageVariance(), alpha, .8).at(seeds);
        return String.format(
                Locale.ROOT, "         so many seeds and images show %.3f points with probability .8%n", effect);
    }

    /** {@code verdict.json}. */
    public static String json(Judgement judgement) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        add(root, judgement);
        return root.toPrettyString() + "\n";
    }

    static void add(ObjectNode root, Judgement judgement) {
        root.put("first", judgement.first().text());
        root.put("second", judgement.second().text());
        root.put("seeds", judgement.first().seeds().size());
        root.put("images", judgement.images());
        root.put("synthetic", judgement.synthetic());
        root.put("verdict", judgement.scope() + judgement.verdict().overall());
        root.put("negligible", judgement.verdict().negligible());
        judgement.calibration().lines().forEach(root.withArray("calibration")::add);
        if (judgement.deltaM() != null) {
            root.put("delta_m_percent", judgement.deltaM().percent());
        }
        judgement.oneSided().forEach(root.withArray("one_sided")::add);
        judgement.audit().differences().values().forEach(root.withArray("refused_for")::add);
        judgement.audit().unknown().forEach(root.withArray("not_audited")::add);
        judgement.results().forEach(result -> add(root.withArray("endpoints").addObject(), result));
        judgement.verdict().decisions().forEach(decision -> root.withArray("decisions")
                .add(decision.text()));
    }

    private static void add(ObjectNode node, Judgement.Result result) {
        node.put("name", result.endpoint().name());
        node.put("unit", "points");
        node.put("higher_is_better", result.endpoint().higherIsBetter());
        node.put("margin", result.endpoint().margin());
        node.put("first", result.first());
        node.put("second", result.second());
        for (double difference : result.differences()) {
            node.withArray("differences").add(difference);
        }
        Evidence evidence = result.evidence();
        if (evidence != null) {
            add(node, "interval_95", evidence.crossed().interval(.95));
            add(node, "interval_90", evidence.crossed().interval(.90));
            node.put("p_sign_flip", evidence.signFlip());
            node.put("image_variance", evidence.crossed().imageVariance());
            node.put("seed_variance", evidence.crossed().seedVariance());
        }
    }

    private static void add(ObjectNode node, String name, Interval interval) {
        node.withArray(name).add(interval.low()).add(interval.high());
    }
}
