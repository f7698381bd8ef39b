package janus.models.study;

import janus.models.train.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks that paired runs differ only in what defines their arms, and the runs of one arm only in their seeds. Read
 * from {@code config.yaml} and {@code env.txt}, as {@code train} leaves them; what a folder does not have cannot be
 * audited, and is said.
 *
 * @param differences what refuses a verdict: by key, where it was met first
 * @param codes what trained the runs, where they say it
 * @param unknown what could not be audited, a line for all runs that lack it
 */
public record Audit(Map<String, String> differences, Set<String> codes, List<String> unknown) {
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

    static Audit of(ArmFolder a, ArmFolder b, Set<String> free) throws IOException {
        Audit audit = new Audit(new TreeMap<>(), new TreeSet<>(), new ArrayList<>());
        List<RunFacts> ours = RunFacts.of(a);
        List<RunFacts> theirs = RunFacts.of(b);
        audit.within(a, ours);
        audit.within(b, theirs);
        for (int seed = 0; seed < ours.size(); seed++) {
            audit.compare(ours.get(seed), theirs.get(seed), free);
        }
        audit.tellMissing(ours, theirs);
        return audit;
    }

    /** An arm is one method: its runs differ in their seeds alone. */
    private void within(ArmFolder arm, List<RunFacts> runs) throws IOException {
        requireSeeds(arm, runs);
        for (RunFacts run : runs) {
            String code = run.environment().get("janus");
            if (code != null) {
                codes.add(code);
            }
            compare(runs.getFirst(), run, Set.of("seed"));
        }
    }

    /** Seeds of an arm are runs of their own: a copy would narrow the interval without telling anything. */
    private void requireSeeds(ArmFolder arm, List<RunFacts> runs) throws IOException {
        Map<String, Path> seeds = new HashMap<>();
        Map<String, Path> predictions = new HashMap<>();
        for (int seed = 0; seed < runs.size(); seed++) {
            Path run = runs.get(seed).run();
            String value = runs.get(seed).config().get("seed");
            Path other = value == null ? null : seeds.putIfAbsent(value, run);
            if (other != null) {
                differences.putIfAbsent("seed", "seed is " + value + " in " + other + " and again in " + run);
            }
            for (Path file : arm.files(seed)) {
                Path twin = predictions.putIfAbsent(Sha256.of(Files.readAllBytes(file)), file);
                // models of one seed may well predict the same
                if (twin != null && !twin.startsWith(run)) {
                    differences.putIfAbsent("predictions", file + " is a copy of " + twin);
                }
            }
        }
    }

    private void compare(RunFacts a, RunFacts b, Set<String> free) {
        Set<String> keys = new TreeSet<>();
        if (!a.config().isEmpty() && !b.config().isEmpty()) {
            keys.addAll(a.config().keySet());
            keys.addAll(b.config().keySet());
        }
        for (String key : keys) {
            if (free.stream().noneMatch(name -> (key + ".").startsWith(name + "."))) {
                compare(key, a, a.config().get(key), b, b.config().get(key));
            }
        }
        a.environment().forEach((key, value) -> {
            if (b.environment().containsKey(key)) {
                compare("environment." + key, a, value, b, b.environment().get(key));
            }
        });
    }

    private void compare(String key, RunFacts a, @Nullable String one, RunFacts b, @Nullable String two) {
        if (!Objects.equals(one, two)) {
            differences.putIfAbsent(key, key + " is " + one + " in " + a.run() + ", " + two + " in " + b.run());
        }
    }

    private void tellMissing(List<RunFacts> ours, List<RunFacts> theirs) {
        Map<String, Set<Path>> missing = new LinkedHashMap<>();
        Stream.concat(ours.stream(), theirs.stream()).forEach(facts -> facts.missing()
                .forEach(what -> missing.computeIfAbsent(what, _ -> new LinkedHashSet<>())
                        .add(facts.run())));
        missing.forEach((what, runs) -> {
            int more = runs.size() - 1;
            unknown.add(what + " in " + runs.iterator().next()
                    + (more == 0 ? "" : " and " + more + " more run" + (more == 1 ? "" : "s")));
        });
    }
}
