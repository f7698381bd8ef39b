package janus.models.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the runs of a study left behind, by path below the study's folder. */
final class StudyFiles {
    private StudyFiles() {}

    /** When each file of each run was written last. */
    static Map<String, FileTime> written(Path study) throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        for (Path file : files(study)) {
            String name = study.relativize(file).toString();
            if (name.contains("arms")) {
                times.put(name, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    static Map<String, String> predictions(Path study) throws IOException {
        Map<String, String> predictions = new TreeMap<>();
        for (Path file : files(study)) {
            if (file.endsWith("predictions.csv")) {
                predictions.put(study.relativize(file).toString(), Files.readString(file));
            }
        }
        return predictions;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
