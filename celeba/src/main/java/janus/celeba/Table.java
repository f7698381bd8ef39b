package janus.celeba;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One list in memory: a file name a row, and named columns. The first column holds the file name; columns named split,
 * partition or identity hold text, all others numbers, NaN where a field is empty.
 */
final class Table {
    private static final Set<String> TEXTS = Set.of("split", "partition", "identity");

    private final Path path;
    private final byte[] bytes;
    private final String heading;
    private final List<String> columns;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> rows = new HashMap<>();
    private final Map<String, List<String>> texts = new HashMap<>();
    private int[] lines = new int[1024];
    private float[] values = new float[1024];

    private Table(ListFile file, String heading, List<String> columns) {
        this.path = file.path();
        this.bytes = file.bytes();
        this.heading = heading;
        this.columns = columns;
        columns.stream().filter(Table::isText).forEach(c -> texts.put(key(c), new ArrayList<>()));
    }

    /** A list with a header: a CSV, or blanks with the number of rows on line 1. */
    static Table read(Path path) {
        ListFile file = ListFile.read(path);
        if (!file.next()) {
            throw new DataException(path + ": empty; download or write it again");
        }
        int promised = -1;
        if (!file.commas()) {
            promised = count(file);
            if (!file.next()) {
                throw file.fault("the header with the column names is missing", "download or write it again");
            }
        }
        Table table = new Table(file, file.commas() ? file.text(0) : "", header(file));
        table.fill(file);
        table.checkCount(promised);
        return table;
    }

    /** The partition: name and code without a header, or a CSV with one. */
    static Table readPartition(Path path) {
        ListFile file = ListFile.read(path);
        if (file.commas()) {
            return read(path);
        }
        Table table = new Table(file, "", List.of("partition"));
        table.fill(file);
        return table;
    }

    private static int count(ListFile file) {
        String text = file.text(0);
        if (file.fields() != 1 || !text.matches("[0-9]{1,9}")) {
            throw file.fault(
                    "line 1 must be the number of rows, found '" + ListFile.shortened(text) + "'",
                    "write the count above the header, or commas between the fields");
        }
        return Integer.parseInt(text);
    }

    private static List<String> header(ListFile file) {
        List<String> columns = new ArrayList<>();
        for (int i = file.commas() ? 1 : 0; i < file.fields(); i++) {
            columns.add(file.text(i));
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isEmpty() || !seen.add(isText(column) ? key(column) : column)) {
                throw file.fault("column '" + column + "' is named twice or not at all", "give each its own name");
            }
            if (column.matches("-?[0-9.]+")) {
                throw file.fault("'" + column + "' where a column name belongs", "write the header line");
            }
        }
        if (columns.isEmpty()) {
            throw file.fault("no columns beside the file name", "separate the fields by commas");
        }
        return List.copyOf(columns);
    }

    private void fill(ListFile file) {
        int width = columns.size();
        while (file.next()) {
            if (file.fields() != width + 1) {
                throw file.fault(
                        "%d fields, expected the file name and %d columns".formatted(file.fields(), width),
                        "complete the line; the file may be cut");
            }
            int row = names.size();
            add(file, row);
            for (int c = 0; c < width; c++) {
                List<String> text = texts.get(key(columns.get(c)));
                if (text == null) {
                    values[row * width + c] = file.number(c + 1);
                } else {
                    text.add(file.text(c + 1));
                }
            }
        }
        if (names.isEmpty()) {
            throw new DataException(path + ": no rows; download or write it again");
        }
    }

    private void add(ListFile file, int row) {
        String name = file.text(0);
        String fault = nameFault(name);
        if (fault != null) {
            throw file.fault("file name '" + ListFile.shortened(name) + "' " + fault, "use a name below the folder");
        }
        Integer first = rows.putIfAbsent(name, row);
        if (first != null) {
            throw file.fault("'" + name + "' stands on line " + lines[first] + " already", "remove one of the two");
        }
        names.add(name);
        if (row == lines.length) {
            lines = Arrays.copyOf(lines, 2 * row);
        }
        lines[row] = file.line();
        if ((row + 1) * columns.size() > values.length) {
            values = Arrays.copyOf(values, 2 * (row + 1) * columns.size());
        }
    }

    /** Why a name must not be joined to a folder, or null. */
    static @Nullable String nameFault(String name) {
        if (name.isEmpty()) {
            return "is empty";
        }
        if (name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf(':') >= 0) {
            return "is not relative, or holds '\\' or ':'";
        }
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || part.equals(".") || part.isEmpty()) {
                return "leaves its folder";
            }
        }
        return name.chars().anyMatch(c -> c < 32) ? "holds a control character" : null;
    }

    private void checkCount(int promised) {
        if (promised >= 0 && promised != names.size()) {
            throw new DataException("%s:1: promises %d rows, the file has %d; download it again, or correct line 1"
                    .formatted(path, promised, names.size()));
        }
    }

    private static boolean isText(String column) {
        return TEXTS.contains(key(column));
    }

    private static String key(String column) {
        return column.toLowerCase(Locale.ROOT);
    }

    Path path() {
        return path;
    }

    byte[] bytes() {
        return bytes;
    }

    /** What the column of file names is called; empty in a list that has blanks between its fields. */
    String heading() {
        return heading;
    }

    List<String> names() {
        return names;
    }

    List<String> columns() {
        return columns;
    }

    /** Columns of numbers, in file order. */
    List<String> numbers() {
        return columns.stream().filter(c -> !isText(c)).toList();
    }

    int size() {
        return names.size();
    }

    /** Row of a file name, −1 where the list has none. */
    int row(String name) {
        return rows.getOrDefault(name, -1);
    }

    float value(int row, int column) {
        return values[row * columns.size() + column];
    }

    /** The texts of a column by row, or null where there is no such column. */
    @Nullable
    List<String> texts(String column) {
        return texts.get(column);
    }

    DataException fault(int row, String what, String remedy) {
        return new DataException(path + ":" + lines[row] + ": " + what + "; " + remedy);
    }
}
