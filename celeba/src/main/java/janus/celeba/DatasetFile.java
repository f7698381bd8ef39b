package janus.celeba;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code dataset.yaml} beside the lists: {@code flip}, pairs of points that change places in a mirrored image, and
 * {@code ocular}, the two points whose distance normalises NME. Where a key is absent, names decide: {@code left…} and
 * {@code right…} are pairs, {@code lefteye} and {@code righteye} are the eyes.
 */
record DatasetFile(
        @Nullable List<List<String>> flip, @Nullable List<String> ocular) {

    static DatasetFile beside(Path root) {
        Path file = root.resolve("dataset.yaml");
        if (!Files.isRegularFile(file)) {
            return new DatasetFile(null, null);
        }
        try {
            DatasetFile read = new YAMLMapper().readValue(file.toFile(), DatasetFile.class);
            return read == null ? new DatasetFile(null, null) : read;
        } catch (UnrecognizedPropertyException e) {
            String key = e.getPropertyName();
            throw new DataException(
                    file + lineOf(key, file) + ": unknown key '" + key + "'; keys are flip and ocular", e);
        } catch (JsonProcessingException e) {
            throw fault(
                    file,
                    e.getLocation(),
                    e.getOriginalMessage().lines().findFirst().orElse("not YAML"),
                    "write flip: [[lefteye, righteye]] and ocular: [lefteye, righteye]");
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read (" + e.getMessage() + "); check the file", e);
        }
    }

    /** The parser has read ahead by the time it complains, so the key is looked for in the text. */
    private static String lineOf(String key, Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).strip().startsWith(key)) {
                    return ":" + (i + 1);
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }

    private static DataException fault(Path file, @Nullable JsonLocation at, String what, String remedy) {
        String line = at == null ? "" : ":" + at.getLineNr();
        return new DataException(file + line + ": " + what + "; " + remedy);
    }

    /** For each point the index of its mirror image. */
    int[] mirrored(List<String> points, Path root) {
        int[] mirrored = new int[points.size()];
        for (int i = 0; i < mirrored.length; i++) {
            int other = points.indexOf(points.get(i).replace("left", "right"));
            int back = points.indexOf(points.get(i).replace("right", "left"));
            mirrored[i] = flip != null ? i : other >= 0 && other != i ? other : back >= 0 ? back : i;
        }
        for (List<String> pair : flip == null ? List.<List<String>>of() : flip) {
            int[] two = two(pair, points, root, "flip");
            if (mirrored[two[0]] != two[0] || mirrored[two[1]] != two[1]) {
                throw new DataException(root.resolve("dataset.yaml") + ": flip names a point of " + pair
                        + " twice; name each point once");
            }
            mirrored[two[0]] = two[1];
            mirrored[two[1]] = two[0];
        }
        return mirrored;
    }

    /** The two eyes, or nothing where there are no points; {@code list} holds the points. */
    int[] eyes(List<String> points, Path root, @Nullable Path list) {
        if (points.isEmpty()) {
            return new int[0];
        }
        if (ocular != null) {
            return two(ocular, points, root, "ocular");
        }
        int[] eyes = {points.indexOf("lefteye"), points.indexOf("righteye")};
        if (eyes[0] < 0 || eyes[1] < 0) {
            throw new DataException(
                    "%s: no points lefteye and righteye to measure errors by; add them, or name two".formatted(list)
                            + " points in dataset.yaml beside it, as in ocular: ["
                            + points.getFirst() + ", " + points.getLast() + "]");
        }
        return eyes;
    }

    private static int[] two(@Nullable List<String> names, List<String> points, Path root, String key) {
        // a list that allows null can be asked for it
        List<String> known = new ArrayList<>(points);
        int[] two = names == null
                ? new int[0]
                : names.stream().mapToInt(known::indexOf).toArray();
        if (two.length != 2 || two[0] < 0 || two[1] < 0 || two[0] == two[1]) {
            throw new DataException(root.resolve("dataset.yaml") + ": " + key + " " + names
                    + " is not a pair of points; choose two of " + points);
        }
        return two;
    }
}
