package janus.models.train;

import janus.celeba.Batch;
import janus.celeba.Loader;
import janus.celeba.Progress;
import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import janus.engine.Draws;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains all models of a run side by side: each batch is shown to each of them, so they see the same images, in the
 * same order, changed in the same way. Everything random is a function of (seed, epoch, batch).
 */
final class Trainer {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Config config;
    private final Faces faces;
    private final List<Arm> arms;
    private final RunFolder folder;
    private final Stop stop;
    private final Progress progress;
    private final Draws draws;
    private final Score score;
    private final int steps;
    private final Pace pace = new Pace();
    private final DiagnosticsFile diagnostics;
    private int epoch;
    private int batch;
    private long step;
    private long lastSave = System.nanoTime();

    Trainer(Config config, Faces faces, List<Arm> arms, RunFolder folder, Stop stop, Progress progress) {
        this.config = config;
        this.faces = faces;
        this.arms = arms;
        this.folder = folder;
        this.stop = stop;
        this.progress = progress;
        this.draws = Draws.of(config.seed());
        this.score = Score.of(config, faces);
        this.steps = stepsPerEpoch(config, faces);
        this.diagnostics = new DiagnosticsFile(folder.path().resolve("diagnostics.csv"));
    }

    static int stepsPerEpoch(Config config, Faces faces) {
        return Math.ceilDiv(faces.train().length, config.optimizer().batch());
    }

    /** Goes on from {@code checkpoint} to the end; its last state is saved, whether it got there or was stopped. */
    void run(Checkpoint checkpoint) throws IOException {
        folder.keep();
        epoch = checkpoint.epoch();
        batch = checkpoint.batch();
        step = checkpoint.step();
        diagnostics.cutAfter(step);
        boolean finished = over();
        try {
            while (!over()) {
                epoch();
                validate();
                epoch++;
                batch = 0;
                writeMetrics();
                saveIfDue();
            }
        } catch (Stop.Stopped e) {
            save();
            throw e;
        }
        if (!finished) {
            save();
        }
    }

    /** A full disk does not end a run: the next epoch tries again, and the end of the run must. */
    private void writeMetrics() {
        try {
            folder.metrics(arms);
            folder.balance(arms);
            diagnostics.flush();
        } catch (IOException e) {
            LOG.warn("could not write epoch {}'s tables, the next one tries again: {}", epoch, e.getMessage());
        }
    }

    private boolean over() {
        return epoch >= config.optimizer().epochs()
                || arms.stream().allMatch(arm -> arm.course().stopped());
    }

    private void epoch() throws IOException {
        int[] permutation = draws.in("order").at(epoch, 0).permutation(faces.train().length);
        int[] order = IntStream.of(permutation).map(i -> faces.train()[i]).toArray();
        long images = (long) config.optimizer().epochs() * order.length;
        try (Loader loader = faces.training(order, epoch, batch)) {
            while (loader.hasNext()) {
                stop.check();
                Batch next = loader.next();
                diagnose(next);
                long begun = System.nanoTime();
                for (Arm arm : arms) {
                    if (!arm.course().stopped()) {
                        arm.step(next, draws.in("step").at(epoch, batch), step);
                    }
                }
                batch++;
                step++;
                pace.step(next.n(), System.nanoTime() - begun);
                estimate();
                long seen =
                        Math.min(order.length, (long) batch * config.optimizer().batch());
                progress.at("training", (long) epoch * order.length + seen, images);
                saveIfDue();
            }
            LOG.info("epoch {}/{}: {}", epoch + 1, config.optimizer().epochs(), pace.epoch(loader));
        }
    }

    private void diagnose(Batch next) {
        for (Arm arm : arms) {
            if (config.diagnostics().due(step + 1) && !arm.course().stopped()) {
                Draws own = draws.in("step").at(epoch, batch);
                diagnostics.add(arm.name(), step + 1, arm.diagnose(next, own));
            }
        }
    }

    /** Says after some steps how long the rest will take. */
    private void estimate() {
        if (pace.known()) {
            double left = (double) steps * config.optimizer().epochs() - step;
            double looked =
                    (config.optimizer().epochs() - epoch) * (double) faces.validation().length + faces.test().length;
            double all = left + looked * Cost.LOOKING / config.optimizer().batch();
            LOG.info(pace.start());
            LOG.info(String.format(
                    Locale.ROOT,
                    "estimated: %.0f s more, for %.0f steps of %.3f s, validation and test",
                    all * pace.seconds(),
                    left,
                    pace.seconds()));
        }
    }

    /** Ends the epoch of all models at once: a stop in the middle leaves all of them before it. */
    private void validate() {
        List<Arm> running = arms.stream().filter(arm -> !arm.course().stopped()).toList();
        List<Predictions> predictions = running.stream()
                .map(arm -> arm.validated(() -> Predictions.of(arm.model(), faces, faces.validation(), stop)))
                .toList();
        double[] scores = score.of(running, predictions);
        for (int i = 0; i < running.size(); i++) {
            Arm arm = running.get(i);
            arm.end(epoch(arm, predictions.get(i), scores[i]));
            LOG.info("{}", describe(arm));
            if (config.stopping().patience() > 0
                    && arm.course().stale() >= config.stopping().patience()) {
                LOG.info(
                        "{}: no better for {} epochs, stopped",
                        arm.name(),
                        arm.course().stale());
                arm.stop();
            }
        }
    }

    private Course.Epoch epoch(Arm arm, Predictions predictions, double score) {
        AttributeScores attributes = predictions.attributes(faces.data());
        PointScores points = predictions.points(faces.data());
        return new Course.Epoch(
                epoch + 1,
                arm.rate(step - 1),
                arm.course().means(),
                predictions.losses(),
                attributes == null ? Double.NaN : attributes.macroAccuracy(),
                points == null ? Double.NaN : points.nme(),
                points == null ? Double.NaN : points.mae(),
                score);
    }

    private String describe(Arm arm) {
        Course.Epoch last = arm.course().epochs().getLast();
        StringBuilder line = new StringBuilder(
                "epoch %d/%d %s:".formatted(last.epoch(), config.optimizer().epochs(), arm.name()));
        for (int i = 0; i < last.trainLosses().length; i++) {
            line.append(String.format(
                    Locale.ROOT,
                    " %s loss %.4f train %.4f validation,",
                    arm.model().tasks().get(i).name(),
                    last.trainLosses()[i],
                    last.validationLosses()[i]));
        }
        line.append(
                Double.isNaN(last.accuracy())
                        ? ""
                        : String.format(Locale.ROOT, " accuracy %.2f %%", 100 * last.accuracy()));
        line.append(Double.isNaN(last.nme()) ? "" : String.format(Locale.ROOT, " NME %.2f %%", 100 * last.nme()));
        return line.toString();
    }

    private void saveIfDue() {
        Config.Saving saving = config.saving();
        boolean counted = saving.steps() > 0 && step % saving.steps() == 0;
        long since = System.nanoTime() - lastSave;
        if (counted || since > saving.minutes() * 60e9) {
            try {
                save();
            } catch (IOException e) {
                LOG.warn("could not save step {}, trying again soon: {}", step, e.getMessage());
                lastSave = System.nanoTime() - (long) (saving.minutes() * 60e9) + RETRY_NANOS;
            }
        }
    }

    private void save() throws IOException {
        diagnostics.flush();
        Checkpoint.of(config, faces.data().hash(), epoch, batch, step, arms)
                .save(folder.checkpoints(), arms, config.saving().keep());
        lastSave = System.nanoTime();
    }
}
