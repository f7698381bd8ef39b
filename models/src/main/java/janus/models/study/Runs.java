package janus.models.study;

import janus.celeba.DataException;
import janus.celeba.Progress;
import janus.kernels.Device;
import janus.models.train.Config;
import janus.models.train.Faces;
import janus.models.train.NonFinite;
import janus.models.train.Run;
import janus.models.train.RunFolder;
import janus.models.train.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runs of a study, or of all studies of a sweep. Any number of processes may do so in one folder: a run
 * belongs to who holds its lock, is gone on with where it was left, and is never repeated once it is finished.
 */
public final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final StudyFolder folder;
    private final Supplier<Device> devices;
    private final Stop stop;
    private final Progress progress;
    private final List<String> failures = new ArrayList<>();

    /** {@code devices} opens one for each run. */
    public Runs(StudyFolder folder, Supplier<Device> devices, Stop stop, Progress progress) {
        this.folder = folder;
        this.devices = devices;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Makes all runs whose place in the list is {@code shard} modulo {@code shards} and that nobody else is making.
     *
     * @throws Stop.Stopped after saving, if that was asked for
     * @throws DataException at the end, naming runs that diverged
     */
    public void make(int shard, int shards) throws IOException {
        int number = 0;
        for (StudyFolder study : folder.studies()) {
            for (StudyFolder.Entry entry : study.entries()) {
                if (number++ % shards == shard && !study.finished(entry)) {
                    stop.check();
                    make(study, entry, number);
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new DataException(String.join("; ", failures) + "; a study with such runs has no verdict: change "
                    + "its training and begin another");
        }
    }

    private void make(StudyFolder study, StudyFolder.Entry entry, int number) throws IOException {
        Config config = study.plan().config(entry.arm(), entry.seed());
        String name = (study == folder ? "" : study.path().getFileName() + ", ") + entry;
        int all = folder.plan().runs();
        try (RunFolder run = RunFolder.claim(study.run(entry), config)) {
            if (run == null) {
                LOG.info("run {}/{}, {}: another process is at it", number, all, name);
            } else if (!study.finished(entry)) {
                LOG.info("run {}/{}, {}", number, all, name);
                study.divergence(entry, null);
                try (Device device = devices.get();
                        Faces faces = Faces.open(config, progress)) {
                    new Run(config, run, stop, progress).train(device, faces);
                } catch (NonFinite e) {
                    study.divergence(entry, e.getMessage());
                    LOG.error("run {}/{}, {}: {}", number, all, name, e.getMessage());
                    failures.add(name + ": " + e.getMessage());
                }
            }
        }
    }
}
