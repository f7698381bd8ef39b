package janus.models.cli;

import janus.celeba.DataException;
import janus.models.study.Runs;
import janus.models.study.StudyFolder;
import janus.models.train.Config;
import janus.models.train.Stop;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the runs of a study are made, and by how many processes. */
final class WorkOptions {
    @Option(names = "--device", paramLabel = "NAME", description = "auto (default), cpu, cpu:4…")
    private @Nullable String device;

    @Option(names = "--devices", split = ",", paramLabel = "NAME", description = "A process of its own on each.")
    private List<String> devices = List.of();

    @Option(names = "--jobs", paramLabel = "N", description = "Processes at a time, which share the processors.")
    private int jobs = 1;

    @Option(names = "--shard", paramLabel = "I/N", description = "Only every N-th run, from the I-th on.")
    private @Nullable String shard;

    @Option(names = "--no-progress", description = "No progress bar.")
    private boolean noProgress;

    /** As it was named. */
    @Nullable
    String device() {
        return device;
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
        if (jobs < 1) {
            throw new DataException("command line: --jobs is " + jobs + "; give 1 or more");
        }
        int[] part = part();
        Config training = folder.plan().training();
        String name = device == null ? training.device() : device;
        List<String> places = devices.isEmpty() ? StudyJobs.shared(name, jobs) : devices;
        if (places.size() > 1 || !devices.isEmpty()) {
            StudyJobs.run(folder, places, part, stop);
            return;
        }
        try (Bars bars = bars()) {
            new Runs(folder, () -> Train.open(name, Train.table(training)), stop, bars).make(part[0], part[1]);
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
