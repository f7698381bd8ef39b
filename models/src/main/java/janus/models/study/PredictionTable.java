package janus.models.study;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.models.Csv;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Predictions per image as {@code train} and {@code eval} write them, from any program: a CSV (RFC 4180, a byte order
 * mark may precede it) whose first column {@code image} names the images; then a logit for each attribute under its
 * name, and pixels {@code NAME_x}, {@code NAME_y} for each point. Columns of one seed may be spread over several files with the same images.
 */
final class PredictionTable {
    private final List<Path> files;
    private final List<String> images;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    private record Column(Path file, float[] values) {}

    private PredictionTable(List<Path> files, List<String> images) {
        this.files = files;
        this.images = images;
    }

    /** @throws DataException naming the file and line that do not fit */
    static PredictionTable read(List<Path> files) throws IOException {
        PredictionTable table = null;
        for (Path file : files) {
            List<String> images = new ArrayList<>();
            Map<String, float[]> columns = columns(file, images);
            if (table == null) {
                table = new PredictionTable(files, images);
            }
            table.add(file, images, columns);
        }
        if (table == null) {
            throw new IllegalArgumentException("PredictionTable: at least one file");
        }
        return table;
    }

    private void add(Path file, List<String> others, Map<String, float[]> added) {
        requireImages(files.getFirst(), images, file, others);
        added.forEach((name, values) -> {
            if (columns.putIfAbsent(name, new Column(file, values)) != null) {
                throw new DataException(file + ": predicts " + name + ", and so does another file of " + files
                        + "; name the models of an arm with --first or --second");
            }
        });
    }

    private static Map<String, float[]> columns(Path file, List<String> images) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String header = reader.readLine();
            String[] names = header == null ? new String[0] : fields(header.replaceFirst("^\uFEFF", ""));
            if (names.length < 2 || !names[0].equals("image")) {
                throw new DataException(file + ":1: a header image,NAME,… is missing; write one");
            }
            if (Set.copyOf(List.of(names)).size() < names.length) {
                throw new DataException(file + ":1: two columns have one name; give each its own");
            }
            List<float[]> rows = new ArrayList<>();
            Map<String, Integer> lines = new HashMap<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] fields = fields(line);
                if (fields.length != names.length) {
                    throw new DataException("%s:%d: %d fields, the header has %d; complete the line"
                            .formatted(file, rows.size() + 2, fields.length, names.length));
                }
                Integer first = lines.putIfAbsent(fields[0], rows.size() + 2);
                if (first != null) {
                    throw new DataException("%s:%d: '%s' stands on line %d already; remove one of the two"
                            .formatted(file, rows.size() + 2, fields[0], first));
                }
                images.add(fields[0]);
                rows.add(numbers(file, rows.size() + 2, fields));
            }
            return transposed(names, rows);
        } catch (CharacterCodingException e) {
            throw RunFile.broken(file, "CSV", e);
        }
    }

    private static String[] fields(String line) {
        return Csv.fields(line).toArray(String[]::new);
    }

    private static float[] numbers(Path file, int line, String[] fields) {
        float[] numbers = new float[fields.length - 1];
        for (int i = 1; i < fields.length; i++) {
            try {
                numbers[i - 1] = Float.parseFloat(fields[i]);
            } catch (NumberFormatException e) {
                numbers[i - 1] = Float.NaN;
            }
            if (!Float.isFinite(numbers[i - 1])) {
                throw new DataException(file + ":" + line + ": '" + fields[i] + "' is no finite number; correct it");
            }
        }
        return numbers;
    }

    private static Map<String, float[]> transposed(String[] names, List<float[]> rows) {
        Map<String, float[]> columns = new LinkedHashMap<>();
        for (int i = 1; i < names.length; i++) {
            float[] column = new float[rows.size()];
            for (int row = 0; row < column.length; row++) {
                column[row] = rows.get(row)[i - 1];
            }
            columns.put(names[i], column);
        }
        return columns;
    }

    List<String> images() {
        return images;
    }

    /** A prediction for each image; null where nobody predicts it. */
    float @Nullable [] column(String name) {
        Column column = columns.get(name);
        return column == null ? null : column.values;
    }

    /** Throws unless each column is a label of {@code data}: what is misspelt would be left out of the scores. */
    void requireLabelsOf(FaceData data) {
        Set<String> known = new HashSet<>(data.attributes());
        data.points().forEach(point -> known.addAll(List.of(point + "_x", point + "_y")));
        columns.forEach((name, column) -> {
            if (!known.contains(name)) {
                throw new DataException("%s:1: predicts '%s', which the data has no label for; name it as the data "
                                .formatted(column.file, name)
                        + "does, or remove it");
            }
            String twin = name.endsWith("_x") ? name.replaceFirst("_x$", "_y") : name.replaceFirst("_y$", "_x");
            if (!columns.containsKey(twin) && !data.attributes().contains(name)) {
                throw new DataException(column.file + ":1: predicts " + name + " without " + twin + "; add it");
            }
        });
    }

    /** Where the predictions of an image stand, for messages. */
    String where(int image) {
        return files.getFirst() + ":" + (image + 2);
    }

    /** Throws unless both have the same images in the same order. */
    void requireImagesOf(PredictionTable other) {
        requireImages(other.files.getFirst(), other.images, files.getFirst(), images);
    }

    @Override
    public String toString() {
        return files.toString();
    }

    private static void requireImages(Path file, List<String> images, Path second, List<String> others) {
        int at = Arrays.mismatch(images.toArray(), others.toArray());
        if (at >= 0) {
            String there = at < images.size() ? images.get(at) : "no image";
            String here = at < others.size() ? others.get(at) : "no image";
            throw new DataException("%s:%d: %s, where %s has %s; all files need the same images in one order"
                    .formatted(second, at + 2, here, file, there));
        }
    }
}
