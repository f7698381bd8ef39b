package janus.models.cli;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.kernels.Device;
import janus.models.study.Calibration;
import janus.models.study.Controls;
import janus.models.study.Judgement;
import janus.models.study.Outlook;
import janus.models.study.Plan;
import janus.models.study.Plans;
import janus.models.study.Runs;
import janus.models.study.Study;
import janus.models.study.StudyFolder;
import janus.models.train.Config;
import janus.models.train.Configs;
import janus.models.train.Environment;
import janus.models.train.Faces;
import janus.models.train.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains all arms of a study with all seeds and decides. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        description = "Train every arm with every seed, and decide whether the first arm is better than the others.",
        footer = "Any key of the training can be overridden: study --preset quick optimizer.epochs=1")
final class StudyCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(StudyCommand.class);
    private static final int STOPPED = 143;

    @Option(names = "--preset", paramLabel = "NAME", description = "quick (default), synthetic or celeba.")
    private @Nullable String preset;

    @Option(names = "--quick", description = "The same as --preset quick: a rehearsal of minutes.")
    private boolean quick;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML of a plan; goes before the preset.")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "PATH", description = "CelebA's folder or zip (default: drawn faces).")
    private @Nullable Path data;

    @Option(names = "--out", paramLabel = "DIR", description = "Study folder (default: a new one under runs).")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Go on with the study in DIR; finished runs stay.")
    private @Nullable Path resume;

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N (default: the plan's, 8).")
    private @Nullable Integer seeds;

    @Option(names = "--device", paramLabel = "NAME", description = "auto (default), cpu, cpu:4…")
    private @Nullable String device;

    @Option(names = "--devices", split = ",", paramLabel = "NAME", description = "A process of its own on each.")
    private List<String> devices = List.of();

    @Option(names = "--jobs", paramLabel = "N", description = "Processes at a time, which share the processors.")
    private int jobs = 1;

    @Option(names = "--shard", paramLabel = "I/N", description = "Only every N-th run, from the I-th on; no verdict.")
    private @Nullable String shard;

    @Option(names = "--controls", description = "Ask the instrument what is known already, into runs/controls.")
    private boolean controls;

    @Option(names = "--worker", hidden = true)
    private boolean worker;

    @Option(names = "--dry-run", description = "Print the hours and the smallest detectable effect, take no step.")
    private boolean dryRun;

    @Option(names = "--no-progress", description = "No progress bar.")
    private boolean noProgress;

    @Option(names = "--json", description = "Print verdict.json.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "KEY=VALUE", description = "Overrides of the training.")
    private List<String> overrides = List.of();

    @Override
    public Integer call() throws IOException {
        int[] part = shard();
        if (jobs < 1) {
            throw new DataException("command line: --jobs is " + jobs + "; give 1 or more");
        }
        if (controls) {
            return controls(part);
        }
        StudyFolder folder = resume == null ? null : resumed(resume);
        Plan plan = folder == null ? plan() : folder.plan();
        if (dryRun) {
            System.out.print(outlook(plan));
            return 0;
        }
        if (folder == null) {
            folder = StudyFolder.begin(out != null ? out : StudyFolder.fresh(), plan);
            if (folder.left() == folder.entries().size()) {
                LOG.info("{}", outlook(plan));
            }
        }
        try (Signals signals = new Signals()) {
            make(folder, part, signals);
        } catch (Stop.Stopped e) {
            LOG.info("stopped; go on with: study --resume {}", folder.path());
            return STOPPED;
        }
        return worker ? 0 : verdict(folder);
    }

    private int controls(int[] part) throws IOException {
        Path place = out != null ? out : Calibration.FOLDER;
        Controls asked = Controls.in(place);
        try (Signals signals = new Signals()) {
            for (StudyFolder folder : asked.folders()) {
                make(folder, part, signals);
            }
        } catch (Stop.Stopped e) {
            LOG.info("stopped; go on with: study --controls --out {}", place);
            return STOPPED;
        }
        if (asked.folders().stream().mapToLong(StudyFolder::left).sum() > 0) {
            LOG.info("some runs are still to finish; then: study --controls --out {}", place);
            return 0;
        }
        try (Bars bars = new Bars(noProgress)) {
            Calibration calibration = asked.judge(device == null ? "auto" : device, bars);
            calibration.lines().forEach(System.out::println);
            return calibration.failed() ? 1 : 0;
        }
    }

    private int[] shard() {
        if (shard == null) {
            return new int[] {0, 1};
        }
        String[] words = shard.matches("[1-9][0-9]{0,3}/[1-9][0-9]{0,3}") ? shard.split("/") : new String[] {"2", "1"};
        int i = Integer.parseInt(words[0]);
        int n = Integer.parseInt(words[1]);
        if (i > n) {
            throw new DataException("command line: --shard is " + shard + "; give I/N with I from 1 to N");
        }
        return new int[] {i - 1, n};
    }

    private StudyFolder resumed(Path folder) throws IOException {
        boolean planned = preset != null || quick || file != null || data != null || out != null || seeds != null;
        if (planned || !overrides.isEmpty()) {
            throw new DataException("command line: --resume goes on with the plan in " + folder
                    + "; leave out what would change it, or begin another study");
        }
        return StudyFolder.open(folder);
    }

    private Plan plan() throws IOException {
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

    private String outlook(Plan plan) throws IOException {
        try (Device opened = Train.open(plan.training().device(), Train.table(plan.training()));
                Bars bars = new Bars(noProgress);
                Faces faces = Faces.open(plan.training(), bars)) {
            return Outlook.text(plan, opened, faces);
        }
    }

    private void make(StudyFolder folder, int[] part, Signals signals) throws IOException {
        Config training = folder.plan().training();
        String name = device == null ? training.device() : device;
        List<String> places = devices.isEmpty() ? StudyJobs.shared(name, jobs) : devices;
        if (places.size() > 1 || !devices.isEmpty()) {
            StudyJobs.run(folder, places, part, signals);
            return;
        }
        try (Device opened = Train.open(name, Train.table(training));
                Bars bars = new Bars(noProgress)) {
            new Runs(folder, opened, signals, bars).make(part[0], part[1]);
        }
    }

    private int verdict(StudyFolder folder) throws IOException {
        long left = folder.entries().stream()
                .filter(entry -> !folder.finished(entry))
                .count();
        if (left > 0) {
            LOG.info(
                    "{} of {} runs are still to finish; then: study --resume {}",
                    left,
                    folder.entries().size(),
                    folder.path());
            return 0;
        }
        Config config = folder.plan().training();
        try (Bars bars = new Bars(noProgress);
                FaceData faces = Faces.labels(config, bars)) {
            Calibration calibration = Calibration.find(Calibration.FOLDER, Environment.code());
            List<Judgement> judgements = Study.judge(folder, faces, calibration);
            String page = Study.write(folder, judgements);
            System.out.print(json ? Files.readString(folder.path().resolve("verdict.json")) : page);
        }
        LOG.info("study folder: {}", folder.path());
        return 0;
    }
}
