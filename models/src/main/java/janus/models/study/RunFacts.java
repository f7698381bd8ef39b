package janus.models.study;

import com.fasterxml.jackson.databind.JsonNode;
import janus.models.train.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run says of itself, by key.
 *
 * @param config of {@code config.yaml}, a value for each leaf
 * @param environment of {@code env.txt}, what decides results
 * @param missing what it does not say, as words before "in" and the run
 */
record RunFacts(Path run, Map<String, String> config, Map<String, String> environment, List<String> missing) {
    private static final List<String> ENVIRONMENT = List.of("janus", "device", "kernels", "data", "images");

    static List<RunFacts> of(ArmFolder arm) throws IOException {
        List<RunFacts> runs = new ArrayList<>();
        for (Path run : arm.seeds()) {
            RunFacts facts = new RunFacts(run, new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
            facts.readConfig(run.resolve("config.yaml"));
            facts.readEnvironment(run.resolve("env.txt"));
            runs.add(facts);
        }
        return runs;
    }

    private void readConfig(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            missing.add("no config.yaml");
            return;
        }
        JsonNode root = RunFile.tree(file);
        if (root.isObject()) {
            flatten("", root);
        }
        if (config.isEmpty()) {
            missing.add("config.yaml without keys");
        }
    }

    private void flatten(String path, JsonNode node) {
        if (node.isObject()) {
            node.properties()
                    .forEach(e -> flatten(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue()));
        } else {
            config.put(path, node.toString());
        }
    }

    private void readEnvironment(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            missing.add("no env.txt");
            return;
        }
        Map<String, String> said = Environment.read(file);
        for (String key : ENVIRONMENT) {
            String value = said.get(key);
            if (value == null) {
                missing.add("env.txt without " + key);
            } else {
                environment.put(key, arithmetic(value));
            }
        }
    }

    // neither the number of threads nor the processors of a machine change a bit on the cpu: its lanes do, which stand
    // beside its kernels; nor does it matter which of equal GPUs was taken
    private static String arithmetic(String value) {
        return value.matches("cpu:.*")
                ? value.contains(":strict: ") ? "cpu:strict" : "cpu"
                : value.replaceAll("\\bcuda:\\d+", "cuda");
    }
}
