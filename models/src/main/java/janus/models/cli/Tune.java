package janus.models.cli;

import janus.celeba.DataException;
import janus.models.study.Plan;
import janus.models.study.Plans;
import janus.models.study.StudyFolder;
import janus.models.study.Tuning;
import janus.models.train.Faces;
import janus.models.train.RunFolder;
import janus.models.train.Stop;
import janus.models.weights.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives every arm of a study the same trials. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = "Train every arm at the same points of one space, and write a plan with the best of each, chosen "
                + "on validation.",
        footer = "tune --vary optimizer.rate=0.0005..0.005 --trials 8 --out runs/tuned; then: study --config "
                + "runs/tuned/tuned.yaml")
final class Tune implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Tune.class);

    /** The best of so many lies in the best thousandth of the space with probability .63. */
    private static final int MOST = 1000;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private PlanOptions options;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WorkOptions work;

    @Option(
            names = "--vary",
            required = true,
            paramLabel = "KEY=FROM..TO",
            description = "A key of the training and its range, drawn from log-uniformly. May be repeated.")
    @SuppressWarnings("NullAway.Init")
    private Map<String, String> vary;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "Points each arm is trained at, up to 1000 (default: 8).")
    private int trials = 8;

    @Option(names = "--seed", description = "Of the points and of all trials (default: 1001, no seed of a study).")
    private long seed = 1001;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder, new or left unfinished (default: a new one).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print trials.csv as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (trials < 1 || trials > MOST) {
            throw new DataException("command line: --trials is " + trials + "; give 1 to " + MOST);
        }
        Plan plan = options.plan(work.device());
        if (!plan.sweep().isEmpty()) {
            throw new DataException("command line: tune takes the plan of one study; give one without a sweep");
        }
        Tuning tuning = Tuning.of(plan, space(), trials, seed);
        StudyFolder folder = begin(Plans.checked(tuning.runs(seed)));
        try (Signals signals = new Signals()) {
            work.makeTrials(folder, signals);
        } catch (Stop.Stopped e) {
            LOG.info("stopped; the same command with --out {} goes on", folder.path());
            return Signals.STOPPED;
        }
        long left = folder.left() - folder.diverged(0, 1);
        if (left > 0) {
            LOG.info("{} of {} runs are still to finish", left, folder.entries().size());
            return 0;
        }
        List<Tuning.Result> results = tuning.results(folder);
        Durable.write(folder.path().resolve("trials.csv"), tuning.csv(results));
        Plan chosen = tuning.chosen(results);
        Durable.write(folder.path().resolve("tuned.yaml"), Plans.yaml(chosen));
        System.out.print(json ? tuning.json(results) : tuning.csv(results));
        LOG.info("the best of each arm: study --config {}", folder.path().resolve("tuned.yaml"));
        return 0;
    }

    private StudyFolder begin(Plan runs) throws IOException {
        Path place = out != null ? out : RunFolder.fresh("tune");
        work.check();
        if (!StudyFolder.begun(place)) {
            try (Bars bars = work.bars()) {
                Faces.open(runs.training(), bars).close();
            }
        }
        return StudyFolder.begin(place, runs);
    }

    private Map<String, Tuning.Range> space() {
        Map<String, Tuning.Range> space = new LinkedHashMap<>();
        vary.forEach((key, text) -> {
            int dots = text.indexOf("..");
            try {
                double from = Double.parseDouble(text.substring(0, dots));
                space.put(key, new Tuning.Range(from, Double.parseDouble(text.substring(dots + 2))));
            } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
                throw new DataException("command line: --vary " + key + "=" + text + "; write KEY=FROM..TO", e);
            }
        });
        return space;
    }
}
