package janus.models.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Two arms label by label, which is exploratory: a study decides on its endpoints alone. Labels are those both arms
 * predict.
 *
 * @param networks the two networks of each seed
 */
public record LabelComparison(List<Label> attributes, List<Label> points, List<Networks> networks) {
    /**
     * One attribute or point.
     *
     * @param first accuracy or NME of each seed, in %
     * @param t over the seeds' differences, first minus second; null with one seed
     * @param adjusted its p after Benjamini and Hochberg, over all attributes or all points; NaN with one seed
     */
    public record Label(
            String name,
            double[] first,
            double[] second,
            @Nullable PairedT t,
            double adjusted) {
        /** First minus second, of each seed. */
        public double[] differences() {
            return IntStream.range(0, first.length)
                    .mapToDouble(seed -> first[seed] - second[seed])
                    .toArray();
        }

        /** Their mean. */
        public double effect() {
            return t == null ? first[0] - second[0] : t.mean();
        }
    }

    /**
     * Exact tests of two networks, image by image: they speak of these two alone. One attribute: McNemar's. All of
     * them: the same binomial over the images of which one network has more attributes right than the other, as an
     * image's answers are no independent trials that could be pooled.
     */
    public record Networks(String seed, McNemar images, Map<String, McNemar> attributes) {
        /** How many attributes differ at {@code alpha} after Benjamini and Hochberg. */
        public long differing(double alpha) {
            double[] p = attributes.values().stream().mapToDouble(McNemar::p).toArray();
            return Arrays.stream(BenjaminiHochberg.adjust(p))
                    .filter(adjusted -> adjusted < alpha)
                    .count();
        }
    }

    /** One {@link Answers} of each arm for each seed. */
    static LabelComparison of(List<String> seeds, List<Answers> first, List<Answers> second) {
        List<Networks> networks = new ArrayList<>();
        for (int seed = 0; seed < seeds.size(); seed++) {
            List<String> both = both(first, second, false);
            if (!both.isEmpty()) {
                networks.add(networks(seeds.get(seed), first.get(seed), second.get(seed), both));
            }
        }
        return new LabelComparison(labels(first, second, false), labels(first, second, true), networks);
    }

    private static List<String> both(List<Answers> first, List<Answers> second, boolean points) {
        List<String> other = second.getFirst().labels(points);
        return first.getFirst().labels(points).stream().filter(other::contains).toList();
    }

    private static List<Label> labels(List<Answers> first, List<Answers> second, boolean points) {
        List<Label> labels = new ArrayList<>();
        for (String name : both(first, second, points)) {
            double[] a = first.stream().mapToDouble(seed -> seed.score(name)).toArray();
            double[] b = second.stream().mapToDouble(seed -> seed.score(name)).toArray();
            Label label = new Label(name, a, b, null, Double.NaN);
            // without any known label there is nothing to compare
            if (Arrays.stream(label.differences()).allMatch(Double::isFinite)) {
                labels.add(label);
            }
        }
        return first.size() < 2 ? List.copyOf(labels) : tested(labels);
    }

    private static List<Label> tested(List<Label> labels) {
        List<PairedT> tests =
                labels.stream().map(label -> PairedT.of(label.differences())).toList();
        double[] adjusted =
                BenjaminiHochberg.adjust(tests.stream().mapToDouble(PairedT::p).toArray());
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new Label(
                        labels.get(i).name, labels.get(i).first, labels.get(i).second, tests.get(i), adjusted[i]))
                .toList();
    }

    private static Networks networks(String seed, Answers first, Answers second, List<String> names) {
        Map<String, McNemar> attributes = new LinkedHashMap<>();
        int[] lead = new int[0];
        for (String name : names) {
            byte[] a = first.attributes().getOrDefault(name, new byte[0]);
            byte[] b = second.attributes().getOrDefault(name, new byte[0]);
            lead = lead.length == 0 ? new int[a.length] : lead;
            for (int i = 0; i < a.length; i++) {
                lead[i] += a[i] - b[i];
            }
            attributes.put(name, McNemar.of(a, b));
        }
        int more = (int) Arrays.stream(lead).filter(by -> by > 0).count();
        int fewer = (int) Arrays.stream(lead).filter(by -> by < 0).count();
        return new Networks(seed, new McNemar(more, fewer), attributes);
    }
}
