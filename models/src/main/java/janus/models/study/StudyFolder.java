package janus.models.study;

import janus.celeba.DataException;
import janus.models.train.Sha256;
import janus.models.weights.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a study lies: {@code study.yaml} and its SHA-256, and a folder of {@code train} as {@code arms/ARM/seed-N}. A
 * sweep has a folder like that for each setting instead of arms.
 *
 * @param hash SHA-256 of the plan as it was written
 */
public record StudyFolder(Path path, Plan plan, String hash) {
    private static final String PLAN = "study.yaml";
    private static final String HASH = "study.sha256";
    private static final String DIVERGED = "diverged.txt";

    /** One arm with one seed. */
    public record Entry(String arm, long seed) {
        @Override
        public String toString() {
            return arm + ", seed " + seed;
        }
    }

    /**
     * Writes the plan down, or finds it there: processes that share the work may all begin it.
     *
     * @throws DataException if something else is in {@code path}
     */
    public static StudyFolder begin(Path path, Plan plan) throws IOException {
        String yaml = Plans.yaml(plan);
        if (begun(path)) {
            if (!Files.readString(path.resolve(PLAN)).equals(yaml)) {
                throw new DataException(
                        path + ": another study is there; choose another --out, or go on with --resume " + path);
            }
            return open(path);
        }
        Files.createDirectories(path);
        String hash = sha256(yaml);
        Durable.write(path.resolve(HASH), hash + "\n");
        Durable.write(path.resolve(PLAN), yaml);
        return new StudyFolder(path, plan, hash);
    }

    /**
     * Whether {@code path} has a plan.
     *
     * @throws DataException if something else is there
     */
    public static boolean begun(Path path) throws IOException {
        if (Files.exists(path.resolve(PLAN)) || !Files.isDirectory(path)) {
            return Files.exists(path.resolve(PLAN));
        }
        try (Stream<Path> files = Files.list(path)) {
            // another process may be writing the plan just now
            if (files.anyMatch(file -> !file.getFileName().toString().startsWith("study."))) {
                throw new DataException(path + ": not empty; choose another --out");
            }
        }
        return false;
    }

    /** @throws DataException if there is no study, or its plan was changed after it began */
    public static StudyFolder open(Path path) throws IOException {
        Path file = path.resolve(PLAN);
        if (!Files.isRegularFile(file)) {
            throw new DataException(path + ": no study here, " + PLAN + " is missing; check the path");
        }
        String hash = sha256(Files.readString(file));
        if (!hash.equals(Files.readString(path.resolve(HASH)).strip())) {
            throw new DataException(
                    file + ": changed since the study began; undo that, or begin another study with --config " + file);
        }
        return new StudyFolder(path, Plans.read(file), hash);
    }

    /** All runs: seed by seed, so that whenever it is stopped there are pairs. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (long seed : plan.seeds()) {
            plan.arms().keySet().forEach(arm -> entries.add(new Entry(arm, seed)));
        }
        return entries;
    }

    /** The folder of an arm's runs. */
    public Path arm(String arm) {
        return path.resolve("arms").resolve(arm);
    }

    /** The folder of one run. */
    public Path run(Entry entry) {
        return arm(entry.arm).resolve("seed-" + entry.seed);
    }

    /** This study; of a sweep the study at each setting, in a folder below that is named by it. */
    public List<StudyFolder> studies() throws IOException {
        if (plan.sweep().isEmpty()) {
            return List.of(this);
        }
        List<StudyFolder> studies = new ArrayList<>();
        List<Plan> plans = plan.studies();
        for (int i = 0; i < plans.size(); i++) {
            studies.add(begin(path.resolve(plan.sweep().get(i).folder()), plans.get(i)));
        }
        return studies;
    }

    /** How many runs, of all studies, have not come to their end. */
    public long left() throws IOException {
        return left(0, 1);
    }

    /** How many of those whose place in the list is {@code shard} modulo {@code shards}. */
    public long left(int shard, int shards) throws IOException {
        return count(shard, shards, (study, entry) -> !study.finished(entry));
    }

    /** How many of {@link #left} diverged when they were made last. */
    public long diverged(int shard, int shards) throws IOException {
        return count(shard, shards, StudyFolder::diverged);
    }

    private long count(int shard, int shards, BiPredicate<StudyFolder, Entry> which) throws IOException {
        long count = 0;
        int number = 0;
        for (StudyFolder study : studies()) {
            for (Entry entry : study.entries()) {
                count += number++ % shards == shard && which.test(study, entry) ? 1 : 0;
            }
        }
        return count;
    }

    /** Whether the run has come to its end: its summary is written last. */
    public boolean finished(Entry entry) {
        return Files.isRegularFile(run(entry).resolve("summary.json"));
    }

    /** Whether the run met what is not finite when it was made last. */
    boolean diverged(Entry entry) {
        return !finished(entry) && Files.isRegularFile(run(entry).resolve(DIVERGED));
    }

    /** Notes where the run of {@code entry} met what is not finite, for all processes; null: it has not. */
    void divergence(Entry entry, @Nullable String where) throws IOException {
        Path note = run(entry).resolve(DIVERGED);
        if (where == null) {
            Files.deleteIfExists(note);
        } else {
            Durable.write(note, where + "\n");
        }
    }

    /** Why this study, which is no sweep, cannot be judged: runs that diverged, else runs to finish; empty if it can. */
    public String missing() throws IOException {
        List<Entry> left = entries().stream().filter(entry -> !finished(entry)).toList();
        for (Entry entry : left) {
            if (diverged(entry)) {
                return entry + ": "
                        + Files.readString(run(entry).resolve(DIVERGED)).strip();
            }
        }
        return left.isEmpty() ? "" : left.size() + " of " + plan.runs() + " runs are still to finish";
    }

    private static String sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
