package janus.models.study;

import janus.celeba.DataException;
import janus.models.train.Config;
import janus.models.train.ConfigTree;
import janus.models.train.Configs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads plans of studies: command line before file before preset. Errors name file, line, and the keys there are. */
public final class Plans {
    /** The plans there are. */
    public static final List<String> PRESETS = List.of("quick", "synthetic", "pareto", "fractions", "celeba");

    /** What an arm may be about. */
    static final Set<String> KEYS = Set.of(
            "models",
            "network.width",
            "network.tasks",
            "network.groups",
            "network.split",
            "loss.weights",
            "loss.weighting",
            "loss.gradients",
            "optimizer.decay",
            "optimizer.epochs",
            "optimizer.rate");

    private static final String TRAINING = "training";
    private static final Set<String> MAPS =
            Stream.concat(Stream.of("arms", "margins"), below(Configs.MAPS)).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> OPTIONAL = Stream.concat(
                    below(Configs.OPTIONAL), Configs.OPTIONAL.stream().map(key -> "sweep." + key))
            .collect(Collectors.toUnmodifiableSet());

    private Plans() {}

    private static Stream<String> below(Set<String> keys) {
        return keys.stream().map(key -> TRAINING + "." + key);
    }

    /**
     * The plan that {@code preset} (else {@code quick}), {@code file} and {@code overrides} of its training make
     * together, checked. Where a preset of the training is named, the plan's says nothing of that.
     *
     * @throws DataException for an unknown key or a value that does not fit
     */
    public static Plan resolve(@Nullable String preset, @Nullable Path file, Map<String, String> overrides)
            throws IOException {
        String base = preset == null ? PRESETS.getFirst() : preset;
        if (!PRESETS.contains(base)) {
            throw new DataException(
                    "command line: preset '" + base + "' is unknown; choose one of " + String.join(", ", PRESETS));
        }
        ConfigTree tree = ConfigTree.resource(Plans.class, base + ".yaml");
        ConfigTree given = file == null ? ConfigTree.empty() : ConfigTree.read(file);
        if (given.below(TRAINING).text("preset") != null || overrides.containsKey("preset")) {
            tree.put(TRAINING, Map.of());
        }
        tree.merge(given, MAPS);
        return bind(tree, overrides, 2);
    }

    /** The plan of a control; what it leaves out is as in {@code quick}. */
    static Plan control(String name, Map<String, String> overrides) throws IOException {
        ConfigTree tree = ConfigTree.resource(Plans.class, "quick.yaml");
        tree.merge(ConfigTree.resource(Plans.class, "control-" + name + ".yaml"), MAPS);
        return bind(tree, overrides, 1);
    }

    /** {@code plan}, checked as if it had been read. */
    public static Plan checked(Plan plan) {
        new PlanCheck(ConfigTree.empty(), 1).check(plan);
        return plan;
    }

    private static Plan bind(ConfigTree tree, Map<String, String> overrides, int leastArms) throws IOException {
        Config training = Configs.of(tree.below(TRAINING), overrides);
        tree.put(TRAINING, training);
        Plan plan = tree.bind(Plan.class, OPTIONAL);
        new PlanCheck(tree, leastArms).check(plan);
        for (String key : overrides.keySet()) {
            if (plan.sweep().stream().anyMatch(setting -> setting.sets(key))) {
                throw new DataException("command line: " + key + " is set by the sweep; leave it out, or give another "
                        + "sweep with --config");
            }
        }
        return plan;
    }

    /** {@code plan} with seeds 1 to {@code seeds}. */
    public static Plan withSeeds(Plan plan, int seeds) {
        if (seeds < 1 || seeds > SignFlip.MOST) {
            throw new DataException("command line: --seeds is " + seeds + "; give 1 to " + SignFlip.MOST
                    + ": the exact test takes no more");
        }
        return new Plan(
                plan.title(),
                LongStream.rangeClosed(1, seeds).boxed().toList(),
                plan.margins(),
                plan.expected(),
                plan.arms(),
                plan.training(),
                plan.sweep());
    }

    /** The plan that {@link #yaml} wrote into {@code file}. */
    static Plan read(Path file) throws IOException {
        ConfigTree tree = ConfigTree.resource(Plans.class, "quick.yaml");
        tree.merge(ConfigTree.read(file), MAPS);
        return bind(tree, Map.of(), 1);
    }

    /** As YAML: {@link #resolve} makes the same plan of it. */
    public static String yaml(Plan plan) {
        return ConfigTree.yaml(plan);
    }
}
