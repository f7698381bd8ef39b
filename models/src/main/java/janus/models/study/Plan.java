package janus.models.study;

import com.fasterxml.jackson.databind.JsonNode;
import janus.models.train.Config;
import janus.models.train.Configs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a study is, fixed before its first step: every arm with every seed, over one configuration of training. The first
 * arm is judged, against each of the others.
 *
 * @param seeds pairs of runs: with one seed all arms see the same images in the same order and start alike
 * @param margins of practical equivalence, in percentage points, by endpoint
 * @param expected how differences will scatter, by endpoint: what the smallest detectable effect is planned with
 * @param arms keys of {@code training} that each arm sets otherwise, by the arm's name
 */
public record Plan(
        String title,
        List<Long> seeds,
        Map<String, Double> margins,
        Map<String, Scatter> expected,
        Map<String, Map<String, JsonNode>> arms,
        Config training) {
    /**
     * @param seeds standard deviation over seeds of the mean difference, in percentage points
     * @param images standard deviation over images of the difference that all seeds share
     */
    public record Scatter(double seeds, double images) {}

    /** The arm that is judged. */
    public String candidate() {
        return arms.keySet().iterator().next();
    }

    /** The arms it is compared with; the first of them decides the study's verdict. */
    public List<String> references() {
        return arms.keySet().stream().skip(1).toList();
    }

    /** The keys by which {@code arm} differs from the others. */
    Set<String> keys(String arm) {
        return arms.getOrDefault(arm, Map.of()).keySet();
    }

    /** What {@code arm} trains with {@code seed}. */
    public Config config(String arm, long seed) {
        Map<String, String> keys = new LinkedHashMap<>();
        arms.getOrDefault(arm, Map.of()).forEach((key, value) -> keys.put(key, value.toString()));
        keys.put("seed", Long.toString(seed));
        return Configs.with(training, keys, "arm " + arm);
    }

    /** How differences at {@code endpoint} are expected to scatter. */
    Scatter expected(Endpoint endpoint) {
        return expected.getOrDefault(endpoint.higherIsBetter() ? "accuracy" : "nme", new Scatter(0, 0));
    }

    /** Mean attribute accuracy and NME, with this study's margins. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.ACCURACY.within(margins.getOrDefault("accuracy", Endpoint.ACCURACY.margin())),
                Endpoint.NME.within(margins.getOrDefault("nme", Endpoint.NME.margin())));
    }
}
