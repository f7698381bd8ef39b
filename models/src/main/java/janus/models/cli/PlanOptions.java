package janus.models.cli;

import janus.celeba.DataException;
import janus.models.study.Plan;
import janus.models.study.Plans;
import janus.models.train.Configs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a study's plan is made from. */
final class PlanOptions {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "quick (default), synthetic, pareto, fractions, celeba.")
    private @Nullable String preset;

    @Option(names = "--quick", description = "The same as --preset quick: a rehearsal of minutes.")
    private boolean quick;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML of a plan; goes before the preset.")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "PATH", description = "CelebA's folder or zip (default: drawn faces).")
    private @Nullable Path data;

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N (default: the plan's, 8).")
    private @Nullable Integer seeds;

    @Parameters(arity = "0..*", paramLabel = "KEY=VALUE", description = "Overrides of the training.")
    private List<String> overrides = List.of();

    /** The plan, of which {@code device} is a part where it is named. */
    Plan plan(@Nullable String device) throws IOException {
        if (quick && preset != null && !preset.equals("quick")) {
            throw new DataException("command line: --quick and --preset " + preset + " are two plans; leave out one");
        }
        Map<String, String> given = Train.overrides(overrides);
        if (data != null) {
            given.put("data.folder", Configs.value(data.toString()));
        }
        if (device != null) {
            given.put("device", Configs.value(device));
        }
        Plan plan = Plans.resolve(preset, file, given);
        return seeds == null ? plan : Plans.withSeeds(plan, seeds);
    }

    /** Whether any of them was given. */
    boolean given() {
        return preset != null || quick || file != null || data != null || seeds != null || !overrides.isEmpty();
    }
}
