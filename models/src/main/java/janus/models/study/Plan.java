package janus.models.study;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import janus.models.train.Config;
import janus.models.train.Configs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a study is, fixed before its first step: every arm with every seed, over one configuration of training. The first
 * arm is judged, against each of the others.
 *
 * @param seeds pairs of runs: with one seed all arms see the same images in the same order and start alike
 * @param margins of practical equivalence, in percentage points, of what is decided on: accuracy, nme or both
 * @param expected how differences will scatter, by endpoint: what the smallest detectable effect is planned with, at all
 *     settings of a sweep alike
 * @param arms keys of {@code training} that each arm sets otherwise, by the arm's name
 * @param sweep settings of the training, each of which makes a study of its own; empty: this is one study. A list of
 *     several keys each, not of one key's values, as a change may ask for another to stay comparable: with a hundredth
 *     of the images an epoch has a hundredth of the updates, so that {@code {data.fraction: 0.01, optimizer.epochs:
 *     400}} stands beside {@code {data.fraction: 1, optimizer.epochs: 4}}
 */
public record Plan(
        String title,
        List<Long> seeds,
        Map<String, Double> margins,
        Map<String, Scatter> expected,
        Map<String, Map<String, JsonNode>> arms,
        Config training,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Setting> sweep) {
    /**
     * @param seeds standard deviation over seeds of the mean difference, in percentage points
     * @param images standard deviation over images of the difference that all seeds share
     */
    public record Scatter(double seeds, double images) {}

    public Plan {
        // studies without one leave it out
        sweep = Objects.requireNonNullElse(sweep, List.of());
    }

    /** The studies to be made: this one, or one at each setting of the sweep. */
    public List<Plan> studies() {
        return sweep.isEmpty()
                ? List.of(this)
                : sweep.stream()
                        .map(setting -> at(setting, "sweep, " + setting))
                        .toList();
    }

    /** The study at {@code setting}; errors name {@code place}. */
    Plan at(Setting setting, String place) {
        Config here = setting.of(training, place);
        return new Plan(title + ", " + setting, seeds, margins, expected, arms, here, List.of());
    }

    /** How many runs all studies have. */
    public int runs() {
        return arms.size() * seeds.size() * Math.max(1, sweep.size());
    }

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
        return expected.getOrDefault(endpoint.key(), new Scatter(0, 0));
    }

    /** What is decided on: those that have a margin. */
    public List<Endpoint> endpoints() {
        return Stream.of(Endpoint.ACCURACY, Endpoint.NME)
                .filter(endpoint -> margins.containsKey(endpoint.key()))
                .map(endpoint -> endpoint.within(margins.getOrDefault(endpoint.key(), endpoint.margin())))
                .toList();
    }
}
