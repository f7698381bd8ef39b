package janus.models.study;

import janus.celeba.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder with the predictions of an arm: a folder for each seed, named alike in both arms, with one
 * {@code predictions.csv} or with those of several models, each in a folder of its name, as a run of {@code train} has
 * them.
 */
public record ArmFolder(Path path, List<String> models, List<Path> seeds) {
    private static final String FILE = "predictions.csv";

    /** @throws DataException if there is no seed */
    static ArmFolder open(Path path, List<String> models) throws IOException {
        List<Path> seeds = new ArrayList<>();
        try (Stream<Path> folders = Files.list(path)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                if (!found(folder).isEmpty()) {
                    seeds.add(folder);
                }
            }
        }
        if (seeds.isEmpty()) {
            throw new DataException(path + ": no " + FILE + " in its folders; give a folder with one for each seed");
        }
        return new ArmFolder(path, models, List.copyOf(seeds));
    }

    private static List<Path> found(Path folder) throws IOException {
        try (Stream<Path> files =
                Files.find(folder, 2, (file, _) -> file.getFileName().toString().equals(FILE))) {
            return files.sorted().toList();
        }
    }

    /** The predictions of a seed. */
    PredictionTable read(int seed) throws IOException {
        return PredictionTable.read(files(seed));
    }

    /** Where they stand. */
    List<Path> files(int seed) throws IOException {
        if (models.isEmpty()) {
            return found(seeds.get(seed));
        }
        List<Path> files = new ArrayList<>();
        for (String model : models) {
            Path file = seeds.get(seed).resolve(model).resolve(FILE);
            if (!Files.isRegularFile(file)) {
                throw new DataException(file + ": not found; choose models that every seed has");
            }
            files.add(file);
        }
        return files;
    }

    /** Throws unless both arms have the same seeds. */
    void requireSeedsOf(ArmFolder other) {
        List<String> names = names();
        if (!names.equals(other.names())) {
            throw new DataException(path + ": seeds " + names + ", in " + other.path + " " + other.names()
                    + "; pairs need folders of the same names");
        }
    }

    /** Whether the summary of any of its runs says that its faces were drawn: labels alone may not. */
    boolean synthetic() throws IOException {
        for (Path seed : seeds) {
            Path summary = seed.resolve("summary.json");
            if (Files.isRegularFile(summary)
                    && RunFile.tree(summary).path("synthetic").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    private List<String> names() {
        return seeds.stream().map(seed -> seed.getFileName().toString()).toList();
    }

    /** The folder in a line. */
    String text() {
        return path + (models.isEmpty() ? "" : ": " + String.join(" and ", models));
    }
}
