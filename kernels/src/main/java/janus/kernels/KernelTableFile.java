package janus.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A CSV file of a kernel table: comments after #, its columns, then one choice a line.
 *
 * @param name what the table is called
 * @param source what errors name
 */
public record KernelTableFile(String name, String source, byte[] bytes) {
    private static final int MOST = 1 << 16;

    /**
     * The file {@code file}.
     *
     * @throws BadKernelTable if it is a folder
     * @throws UncheckedIOException if it cannot be read
     */
    public static KernelTableFile of(Path file) {
        if (Files.isDirectory(file)) {
            throw new BadKernelTable(file + ": a folder; give a CSV file");
        }
        try {
            return new KernelTableFile(String.valueOf(file.getFileName()), file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The table of which each line chooses {@code algorithm} for {@code key}.
     *
     * @throws BadKernelTable for the first line that is wrong, naming it and what to do
     */
    public <K, A> KernelTable<K, A> table(
            List<String> columns, Function<Line, K> key, BiFunction<Line, K, A> algorithm) {
        Map<K, A> choices = new HashMap<>();
        Map<K, Integer> lines = new HashMap<>();
        for (Line line : lines(columns)) {
            K chosen = key.apply(line);
            choices.put(chosen, algorithm.apply(line, chosen));
            Integer first = lines.putIfAbsent(chosen, line.number);
            if (first != null) {
                throw line.bad("the same convolution as in line " + first, "remove one of them");
            }
        }
        return new KernelTable<>(name, sha256(), choices);
    }

    private List<Line> lines(List<String> columns) {
        List<String> all = text().lines().toList();
        List<Line> lines = Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                .filter(i -> !all.get(i).isBlank() && !all.get(i).startsWith("#"))
                .map(i -> new Line(source, i + 1, columns, values(all.get(i))))
                .toList();
        if (lines.isEmpty()) {
            throw new Line(source, Math.max(all.size(), 1), columns, List.of()).badColumns("no columns");
        }
        lines.getFirst().requireColumns();
        return lines.subList(1, lines.size());
    }

    private static List<String> values(String line) {
        return Stream.of(line.split(",", -1)).map(String::strip).toList();
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    // some editors begin a file so
                    .replaceFirst("^\uFEFF", "");
        } catch (CharacterCodingException e) {
            throw new BadKernelTable(source + ": not UTF-8 text; give a CSV file");
        }
    }

    private String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** One choice, as text. */
    public record Line(String source, int number, List<String> columns, List<String> values) {
        private void requireColumns() {
            for (String value : values) {
                if (!columns.contains(value)) {
                    throw badColumns("unknown column '" + value + "'");
                }
            }
            if (!values.equals(columns)) {
                throw badColumns("columns missing or in another order");
            }
        }

        private BadKernelTable badColumns(String what) {
            return bad(what, "write " + String.join(",", columns));
        }

        /** What stands in {@code column}. */
        public String text(String column) {
            if (values.size() != columns.size()) {
                throw bad(
                        values.size() + " values for " + columns.size() + " columns",
                        "correct the line, or write the file again");
            }
            return values.get(columns.indexOf(column));
        }

        /** The number in {@code column}, from {@code least} to 65,536. */
        public int number(String column, int least) {
            String text = text(column);
            int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
            if (number < least || number > MOST) {
                throw bad(column + " is '" + text + "'", "write a whole number from " + least + " to " + MOST);
            }
            return number;
        }

        /** Which of {@code all} stands in {@code column}. */
        public <T> T oneOf(String column, List<T> all) {
            String text = text(column);
            List<String> names = all.stream().map(String::valueOf).toList();
            if (!names.contains(text)) {
                throw bad(column + " is '" + text + "'", "write one of " + String.join(", ", names));
            }
            return all.get(names.indexOf(text));
        }

        /** For the caller to throw. */
        public BadKernelTable bad(String what, String remedy) {
            return new BadKernelTable(source + ":" + number + ": " + what + "; " + remedy);
        }
    }
}
