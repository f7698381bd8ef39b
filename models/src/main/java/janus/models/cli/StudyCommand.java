package janus.models.cli;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.kernels.Device;
import janus.models.study.Calibration;
import janus.models.study.Controls;
import janus.models.study.Judgement;
import janus.models.study.Outlook;
import janus.models.study.Plan;
import janus.models.study.Setting;
import janus.models.study.Study;
import janus.models.study.StudyFolder;
import janus.models.study.Sweep;
import janus.models.study.report.StudyReport;
import janus.models.study.report.SweepReport;
import janus.models.train.Environment;
import janus.models.train.Faces;
import janus.models.train.RunFolder;
import janus.models.train.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains all arms of a study with all seeds and decides. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        description = "Train every arm with every seed, and decide whether the first arm is better than the others.",
        footer = "Any key of the training can be overridden: study --preset quick optimizer.epochs=1")
final class StudyCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(StudyCommand.class);

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it, as the next
    private PlanOptions options;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WorkOptions work;

    @Option(names = "--out", paramLabel = "DIR", description = "Study folder (default: a new one under runs).")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Go on with the study in DIR; finished runs stay.")
    private @Nullable Path resume;

    @Option(names = "--controls", description = "Ask the instrument what is known already, into runs/controls.")
    private boolean controls;

    @Option(names = "--worker", hidden = true)
    private boolean worker;

    @Option(names = "--dry-run", description = "Print the hours and the smallest detectable effect, take no step.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print verdict.json.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (controls) {
            return controls();
        }
        StudyFolder folder = resume == null ? null : resumed(resume);
        Plan plan = folder == null ? options.plan(work.device()) : folder.plan();
        if (dryRun) {
            String text = outlook(plan);
            System.out.print(json ? Outlook.json(plan, text) : text);
            return 0;
        }
        if (folder == null) {
            folder = begin(plan);
        }
        try (Signals signals = new Signals()) {
            work.make(folder, signals);
        } catch (Stop.Stopped e) {
            LOG.info("stopped; go on with: study --resume {}", folder.path());
            return Signals.STOPPED;
        } catch (DataException e) {
            Sweep sweep = worker ? null : sweep(folder);
            throw sweep == null ? e : new DataException(e.getMessage() + "; " + gaps(sweep), e);
        }
        return worker ? 0 : verdict(folder);
    }

    private StudyFolder begin(Plan plan) throws IOException {
        Path place = out != null ? out : RunFolder.fresh("study");
        work.check();
        if (!StudyFolder.begun(place)) {
            LOG.info("{}", outlook(plan));
        }
        return StudyFolder.begin(place, plan);
    }

    private int controls() throws IOException {
        if (dryRun || json || resume != null || options.given()) {
            throw new DataException("command line: --controls has plans of its own; leave out --dry-run, --json,"
                    + " --resume, and what would change a plan");
        }
        Path place = out != null ? out : Calibration.FOLDER;
        work.check();
        Controls asked = Controls.in(place);
        try (Signals signals = new Signals()) {
            for (StudyFolder folder : asked.folders()) {
                work.make(folder, signals);
            }
        } catch (Stop.Stopped e) {
            LOG.info("stopped; go on with: study --controls --out {}", place);
            return Signals.STOPPED;
        }
        long left = 0;
        for (StudyFolder folder : asked.folders()) {
            left += folder.left();
        }
        if (left > 0) {
            LOG.info("some runs are still to finish; then: study --controls --out {}", place);
            return 0;
        }
        try (Bars bars = work.bars()) {
            Calibration calibration = asked.judge(work.named(), bars);
            calibration.lines().forEach(System.out::println);
            return calibration.failed() ? 1 : 0;
        }
    }

    private StudyFolder resumed(Path folder) throws IOException {
        if (options.given() || out != null) {
            throw new DataException("command line: --resume goes on with the plan in " + folder
                    + "; leave out what would change it, or begin another study");
        }
        StudyFolder study = StudyFolder.open(folder);
        if (!worker && study.plan().references().isEmpty()) {
            throw new DataException(folder + ": a study of one arm, which study --controls makes and judges; resume "
                    + "that, or a study of two arms or more");
        }
        return study;
    }

    private String outlook(Plan plan) throws IOException {
        StringBuilder text = new StringBuilder();
        double hours = 0;
        WorkOptions.Workers workers = work.workers(plan, plan.runs());
        int jobs = workers.count();
        try (Device opened = Train.open(workers.device(), Train.table(plan.training()));
                Bars bars = work.bars()) {
            for (Plan study : plan.studies()) {
                try (Faces faces = Faces.open(study.training(), bars)) {
                    Outlook outlook = Outlook.of(study, opened, jobs, faces);
                    text.append(outlook.text()).append(plan.sweep().isEmpty() ? "" : "\n");
                    hours += outlook.hours();
                }
            }
            if (!plan.sweep().isEmpty()) {
                text.append(plan.title() + ": " + plan.sweep().size() + " studies, " + plan.runs() + " runs, "
                        + Outlook.pace(hours, plan.runs(), opened.name(), jobs) + "\n"
                        + "smallest effects: as if differences scattered alike at all values of "
                        + plan.sweep().getFirst().key() + "\n");
            }
        }
        return text + (dryRun && !workers.said().isEmpty() ? workers.said() + "\n" : "");
    }

    private int verdict(StudyFolder folder) throws IOException {
        long left = folder.left();
        if (left > 0) {
            LOG.info(
                    "{} of {} runs are still to finish; then: study --resume {}",
                    left,
                    folder.plan().runs(),
                    folder.path());
            Sweep sweep = sweep(folder);
            if (sweep != null) {
                LOG.info(gaps(sweep));
            }
            return 0;
        }
        boolean sweep = sweep(folder) != null;
        if (!sweep) {
            judged(folder);
        }
        System.out.print(Files.readString(folder.path().resolve(json ? "verdict.json" : "verdict.txt")));
        LOG.info("report: {}", folder.path().resolve(sweep ? "sweep.html" : "report.html"));
        return 0;
    }

    private static String gaps(Sweep sweep) {
        return sweep.missing().keySet().stream().map(Setting::toString).collect(Collectors.joining(", "))
                + ": no verdict; the other values: " + sweep.folder().path().resolve("sweep.html");
    }

    /** Judges the studies of a sweep that are finished, and writes their page; null where there are none. */
    private @Nullable Sweep sweep(StudyFolder folder) throws IOException {
        SequencedMap<Setting, Judgement> judged = new LinkedHashMap<>();
        Map<Setting, String> missing = new LinkedHashMap<>();
        Iterator<StudyFolder> studies = folder.studies().iterator();
        for (Setting setting : folder.plan().sweep()) {
            StudyFolder study = studies.next();
            String why = study.missing();
            if (why.isEmpty()) {
                judged.put(setting, judged(study));
            } else {
                missing.put(setting, why);
            }
        }
        if (judged.isEmpty()) {
            return null;
        }
        Sweep sweep = new Sweep(folder, judged, missing);
        sweep.write();
        SweepReport.write(sweep).forEach(LOG::warn);
        return sweep;
    }

    /** Writes verdict and report of {@code study}; that on the first reference is the study's. */
    private Judgement judged(StudyFolder study) throws IOException {
        try (Bars bars = work.bars();
                FaceData faces = Faces.labels(study.plan().training(), bars)) {
            Calibration calibration = Calibration.find(Calibration.FOLDER, Environment.code());
            List<Judgement> judgements = Study.judge(study, faces, calibration);
            Study.write(study, judgements);
            StudyReport.write(study, judgements, faces).forEach(LOG::warn);
            return judgements.getFirst();
        }
    }
}
