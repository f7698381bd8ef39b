package janus.models.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import janus.models.train.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether pairs of runs differ in what an arm is about and in nothing else, and runs of an arm in their seeds. Read from {@code config.yaml} and
 * {@code env.txt}, as {@code train} leaves them; what a folder does not have cannot be audited, and is said.
 *
 * @param differences what refuses a verdict: by key, where it was met first
 * @param unknown what could not be audited, one line each
 */
public record Audit(Map<String, String> differences, List<String> unknown) {
    /** What an arm may be about. */
    static final Set<String> FREE = Set.of(
            "models",
            "network.width",
            "network.split",
            "network.tasks",
            "network.groups",
            "loss.weighting",
            "loss.gradients",
            "diagnostics");
    /** What decides results of the environment. */
    private static final List<String> ENVIRONMENT = List.of("janus", "device", "kernels");

    static Audit of(ArmFolder a, ArmFolder b, Set<String> free) throws IOException {
        Audit audit = new Audit(new TreeMap<>(), new ArrayList<>());
        audit.within(a);
        audit.within(b);
        for (int seed = 0; seed < a.seeds().size(); seed++) {
            Path here = a.seeds().get(seed);
            Path there = b.seeds().get(seed);
            audit.compare(here, audit.facts(here), there, audit.facts(there), free);
        }
        return audit;
    }

    /** An arm is one method: its runs differ in their seeds alone. */
    private void within(ArmFolder arm) throws IOException {
        requireSeeds(arm);
        Path first = arm.seeds().getFirst();
        Map<String, String> facts = facts(first);
        for (Path run : arm.seeds()) {
            compare(first, facts, run, facts(run), Set.of("seed"));
        }
    }

    /** Seeds of an arm are runs of their own: a copy would narrow the interval without telling anything. */
    private void requireSeeds(ArmFolder arm) throws IOException {
        Map<String, Path> seeds = new HashMap<>();
        Map<String, Path> predictions = new HashMap<>();
        for (int seed = 0; seed < arm.seeds().size(); seed++) {
            Path run = arm.seeds().get(seed);
            String value = facts(run).get("seed");
            Path other = value == null ? null : seeds.putIfAbsent(value, run);
            if (other != null) {
                differences.putIfAbsent("seed", "seed is " + value + " in " + other + " and again in " + run);
            }
            for (Path file : arm.files(seed)) {
                Path twin = predictions.putIfAbsent(Sha256.of(Files.readAllBytes(file)), file);
                // files of one seed may predict the same: they are of models that the reader looks at
                if (twin != null && !twin.startsWith(run)) {
                    differences.putIfAbsent("predictions", file + " is a copy of " + twin);
                }
            }
        }
    }

    private void compare(Path a, Map<String, String> one, Path b, Map<String, String> two, Set<String> free) {
        if (one.isEmpty() || two.isEmpty()) {
            return;
        }
        Set<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(two.keySet());
        for (String key : keys) {
            boolean compared = free.stream().noneMatch(name -> (key + ".").startsWith(name + "."));
            if (compared && !Objects.equals(one.get(key), two.get(key))) {
                differences.putIfAbsent(
                        key, key + " is " + one.get(key) + " in " + a + ", " + two.get(key) + " in " + b);
            }
        }
    }

    private Map<String, String> facts(Path run) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        Path config = run.resolve("config.yaml");
        if (!Files.isRegularFile(config)) {
            String line = "no config.yaml in " + run;
            if (!unknown.contains(line)) {
                unknown.add(line);
            }
            return facts;
        }
        flatten("", new YAMLMapper().readTree(config.toFile()), facts);
        Path environment = run.resolve("env.txt");
        for (String line : Files.isRegularFile(environment) ? Files.readAllLines(environment) : List.<String>of()) {
            int colon = line.indexOf(": ");
            if (colon > 0 && ENVIRONMENT.contains(line.substring(0, colon))) {
                facts.put("environment." + line.substring(0, colon), arithmetic(line.substring(colon + 2)));
            }
        }
        return facts;
    }

    // neither the number of threads nor the processors of a machine change a bit on the cpu: its lanes do, which stand
    // beside its kernels
    private static String arithmetic(String value) {
        return value.matches("cpu:.*") ? value.contains(":strict: ") ? "cpu:strict" : "cpu" : value;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> facts) {
        if (node.isObject()) {
            node.properties()
                    .forEach(e -> flatten(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), facts));
        } else {
            facts.put(path, node.toString());
        }
    }
}
