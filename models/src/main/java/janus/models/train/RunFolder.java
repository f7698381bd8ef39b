package janus.models.train;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import janus.celeba.DataException;
import janus.models.Task;
import janus.models.weights.Durable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The folder that one run writes into, held by an OS lock, with the log of all that happens while it is held. */
public final class RunFolder implements AutoCloseable {
    private static final String CONFIG = "config.yaml";
    private static final String ENVIRONMENT = "env.txt";
    private static final String LOG = "log.txt";

    private final Path path;
    private final FolderLock lock;
    private final FileAppender<ILoggingEvent> log;

    private boolean kept;

    private RunFolder(Path path, FolderLock lock, boolean kept) {
        this.path = path;
        this.kept = kept;
        this.lock = lock;
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %msg%n%ex");
        encoder.start();
        this.log = new FileAppender<>();
        log.setContext(context);
        log.setEncoder(encoder);
        log.setFile(path.resolve(LOG).toString());
        log.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(log);
    }

    /** A name under {@code runs} that is not taken. */
    public static Path fresh(String preset) {
        String stamp = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        Path path = Path.of("runs", preset + "-" + stamp);
        for (int i = 2; Files.exists(path); i++) {
            path = Path.of("runs", preset + "-" + stamp + "-" + i);
        }
        return path;
    }

    /**
     * Begins a run. Closed before {@link #keep}, what was written is removed.
     *
     * @throws DataException if there is something in {@code path} already, or another process writes there
     */
    public static RunFolder create(Path path, Config config) throws IOException {
        if (Files.isRegularFile(path)) {
            throw new DataException(path + ": a file; choose another --out");
        }
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.list(path)) {
                if (files.findAny().isPresent()) {
                    throw new DataException(path + ": not empty; choose another --out"
                            + (Files.exists(path.resolve(CONFIG)) ? ", or continue it with --resume " + path : ""));
                }
            }
        }
        Files.createDirectories(path);
        RunFolder folder = new RunFolder(path, FolderLock.of(path), false);
        folder.write(CONFIG, Configs.yaml(config));
        return folder;
    }

    /**
     * Goes on with the run in {@code path}.
     *
     * @throws DataException if there is none, or another process writes there
     */
    public static RunFolder open(Path path) throws IOException {
        if (!Files.isRegularFile(path.resolve(CONFIG))) {
            throw new DataException(path + ": no run here to resume, config.yaml is missing; check the path");
        }
        RunFolder folder = new RunFolder(path, FolderLock.of(path), true);
        Durable.sweep(path);
        return folder;
    }

    /**
     * Begins the run in {@code path}, or goes on with it; null while another process has it.
     *
     * @throws DataException if there is a run of another configuration
     */
    public static @Nullable RunFolder claim(Path path, Config config) throws IOException {
        Files.createDirectories(path);
        FolderLock lock = FolderLock.tryOf(path);
        if (lock == null) {
            return null;
        }
        String yaml = Configs.yaml(config);
        Path written = path.resolve(CONFIG);
        if (!Files.exists(written)) {
            Durable.write(written, yaml);
        } else if (!Files.readString(written).equals(yaml)) {
            lock.close();
            throw new DataException(written + ": not the configuration of this study; remove " + path);
        }
        Durable.sweep(path);
        return new RunFolder(path, lock, true);
    }

    /** The configuration of the run in {@code path}. */
    public static Path config(Path path) {
        return path.resolve(CONFIG);
    }

    public Path path() {
        return path;
    }

    /** Training begins: from now on the folder stays, whatever happens. */
    void keep() {
        kept = true;
    }

    Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** @throws DataException if the run began on other data */
    void environment(Map<String, String> values) throws IOException {
        Environment.requireSameData(path.resolve(ENVIRONMENT), values);
        write(ENVIRONMENT, Environment.text(values));
    }

    void write(String name, String text) throws IOException {
        Durable.write(path.resolve(name), text);
    }

    /** {@code metrics.csv}: a line for each epoch of each model; empty where a model has no such head. */
    void metrics(List<Arm> arms) throws IOException {
        List<String> tasks = arms.stream()
                .flatMap(arm -> arm.model().tasks().stream())
                .map(Task::name)
                .distinct()
                .toList();
        StringBuilder csv = new StringBuilder("model,epoch,rate");
        for (String task : tasks) {
            csv.append(",train_")
                    .append(task)
                    .append("_loss,validation_")
                    .append(task)
                    .append("_loss");
        }
        csv.append(",validation_accuracy,validation_nme,validation_mae,score\n");
        for (Arm arm : arms) {
            List<String> own = arm.model().tasks().stream().map(Task::name).toList();
            for (Course.Epoch epoch : arm.course().epochs()) {
                csv.append(arm.name())
                        .append(',')
                        .append(epoch.epoch())
                        .append(',')
                        .append(epoch.rate());
                for (String task : tasks) {
                    int i = own.indexOf(task);
                    csv.append(',').append(i < 0 ? "" : epoch.trainLosses()[i]);
                    csv.append(',').append(i < 0 ? "" : epoch.validationLosses()[i]);
                }
                for (double value : new double[] {epoch.accuracy(), epoch.nme(), epoch.mae(), epoch.score()}) {
                    csv.append(',').append(Double.isNaN(value) ? "" : value);
                }
                csv.append('\n');
            }
        }
        write("metrics.csv", csv.toString());
    }

    /** {@code balance.csv}: what each weighting saw and decided, in the mean of each epoch; none if all are fixed. */
    void balance(List<Arm> arms) throws IOException {
        StringBuilder csv = new StringBuilder();
        for (Arm arm : arms) {
            arm.balancer()
                    .lines()
                    .forEach(line ->
                            csv.append(arm.name()).append(',').append(line).append('\n'));
        }
        if (!csv.isEmpty()) {
            write("balance.csv", "model,epoch,quantity,task,other,mean\n" + csv);
        }
    }

    @Override
    public void close() throws IOException {
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(Logger.ROOT_LOGGER_NAME)
                .detachAppender(log);
        log.stop();
        lock.close();
        if (!kept) {
            for (String file : List.of(CONFIG, ENVIRONMENT, LOG, FolderLock.FILE)) {
                Files.deleteIfExists(path.resolve(file));
            }
            try {
                Files.delete(path);
            } catch (DirectoryNotEmptyException e) {
                return; // there was something else in it, which stays
            }
        }
    }
}
