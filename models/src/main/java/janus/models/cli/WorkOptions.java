package janus.models.cli;

import janus.celeba.DataException;
import janus.models.study.JobCount;
import janus.models.study.Plan;
import janus.models.study.Runs;
import janus.models.study.StudyFolder;
import janus.models.train.Config;
import janus.models.train.Faces;
import janus.models.train.Stop;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where the runs of a study are made, and by how many processes. */
final class WorkOptions {
    private static final Logger LOG = LoggerFactory.getLogger(WorkOptions.class);

    /**
     * Processes that make runs.
     *
     * @param devices of each
     * @param said what was chosen where nobody said, and how to change it
     */
    record Workers(List<String> devices, String said) {
        int count() {
            return devices.size();
        }

        /** What time is measured on. */
        String device() {
            return devices.getFirst();
        }
    }

    @Option(names = "--device", paramLabel = "NAME", description = "auto (default), cpu, cpu:4…")
    private @Nullable String device;

    @Option(names = "--devices", split = ",", paramLabel = "NAME", description = "A process of its own on each.")
    private List<String> devices = List.of();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Processes at a time, which share the processors (default: one of all; for small models on a "
                    + "cpu one for each processor, as far as memory allows).")
    private @Nullable Integer jobs;

    @Option(names = "--shard", paramLabel = "I/N", description = "Only every N-th run, from the I-th on.")
    private @Nullable String shard;

    @Option(names = "--no-progress", description = "No progress bar.")
    private boolean noProgress;

    /** As it was named. */
    @Nullable
    String device() {
        return device;
    }

    /** The devices that were named, else {@code auto}, for people. */
    String named() {
        return devices.isEmpty() ? device == null ? "auto" : device : String.join(", ", devices);
    }

    /** Throws if no run could be made, before a folder is there for one. */
    void check() {
        part();
        requireJobs();
        for (String name : devices.isEmpty() && device != null ? List.of(device) : devices) {
            Train.open(name, null).close();
        }
    }

    Bars bars() {
        return new Bars(noProgress);
    }

    /**
     * Makes the runs that are this process's share and that nobody else is making.
     *
     * @throws Stop.Stopped after saving, if {@code stop} asked for it
     */
    void make(StudyFolder folder, Stop stop) throws IOException {
        int[] part = part();
        long left = folder.left(part[0], part[1]);
        Workers workers = workers(folder.plan(), left);
        if (left == 0) {
            return;
        }
        if (!workers.said().isEmpty()) {
            LOG.info(workers.said());
        }
        Config training = folder.plan().training();
        try (Bars bars = bars()) {
            if (workers.count() == 1 && devices.isEmpty()) {
                new Runs(folder, () -> Train.open(workers.device(), Train.table(training)), stop, bars)
                        .make(part[0], part[1]);
                return;
            }
            // drawn and decoded once, not by all processes at the same time
            for (StudyFolder study : folder.studies()) {
                Faces.open(study.plan().training(), bars).close();
            }
        }
        StudyJobs.run(folder, workers.devices(), part, stop);
    }

    /**
     * As {@link #make}, for a study in which a run that diverged has come to its end.
     *
     * @throws DataException if anything else is wrong
     */
    void makeTrials(StudyFolder folder, Stop stop) throws IOException {
        int[] part = part();
        if (folder.left(part[0], part[1]) == folder.diverged(part[0], part[1])) {
            return;
        }
        try {
            make(folder, stop);
        } catch (DataException e) {
            // runs, and processes that make them, end with an error where one diverged
            if (folder.left(part[0], part[1]) > folder.diverged(part[0], part[1])) {
                throw e;
            }
        }
    }

    /**
     * What makes {@code runs} runs of {@code plan}: {@code --devices} or {@code --jobs}, else as many processes as suit
     * its models.
     */
    Workers workers(Plan plan, long runs) {
        requireJobs();
        String name = device == null ? plan.training().device() : device;
        if (!devices.isEmpty()) {
            return new Workers(devices, "");
        }
        if (jobs != null || !StudyJobs.isWholeCpu(name)) {
            return new Workers(StudyJobs.shared(name, jobs == null ? 1 : jobs), "");
        }
        Runtime machine = Runtime.getRuntime();
        int chosen = JobCount.of(plan, runs, machine.availableProcessors(), machine.maxMemory());
        return chosen == 1
                ? new Workers(List.of(name), "one run at a time, on all threads; several with --jobs N")
                : new Workers(
                        StudyJobs.threads(name, 1, chosen),
                        chosen + " runs at a time, on one thread each, as their models are small; one on all threads "
                                + "with --jobs 1");
    }

    private void requireJobs() {
        if (jobs != null && jobs < 1) {
            throw new DataException("command line: --jobs is " + jobs + "; give 1 or more");
        }
    }

    private int[] part() {
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
}
