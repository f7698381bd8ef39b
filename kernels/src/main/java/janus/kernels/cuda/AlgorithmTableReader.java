package janus.kernels.cuda;

import janus.kernels.BadKernelTable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the lines of a table of algorithms: comments after #, the columns, then one choice each. */
final class AlgorithmTableReader {
    private static final int MOST = 1 << 16;
    private static final String COLUMNS = String.join(",", AlgorithmTable.COLUMNS);

    private final String source;
    private final Map<AlgorithmTable.Key, Integer> choices = new LinkedHashMap<>();
    private int line;

    AlgorithmTableReader(String source) {
        this.source = source;
    }

    /** @throws BadKernelTable for the first line that is wrong, naming it and what to do */
    Map<AlgorithmTable.Key, Integer> read(byte[] bytes) {
        boolean headed = false;
        for (String whole : decoded(bytes).lines().toList()) {
            line++;
            if (whole.isBlank() || whole.startsWith("#")) {
                continue;
            }
            if (headed) {
                choice(Stream.of(whole.split(",", -1)).map(String::strip).toList());
            } else if (!whole.replace(" ", "").equals(COLUMNS)) {
                throw bad("these are not the columns of a table for cuda", "write " + COLUMNS);
            } else {
                headed = true;
            }
        }
        if (!headed) {
            throw bad("no columns", "write " + COLUMNS);
        }
        return choices;
    }

    private String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadKernelTable(source + ": not UTF-8 text; give a CSV file");
        }
    }

    private void choice(List<String> values) {
        int columns = AlgorithmTable.COLUMNS.size();
        if (values.size() != columns) {
            throw bad(
                    values.size() + " values for " + columns + " columns", "correct the line, or write the file again");
        }
        DnnDirection direction = List.of(DnnDirection.values())
                .get(known("direction", values, Stream.of(DnnDirection.values()).map(String::valueOf)));
        Storage storage = List.of(Storage.values())
                .get(known("storage", values, Stream.of(Storage.values()).map(String::valueOf)));
        AlgorithmTable.Key key = new AlgorithmTable.Key(
                storage,
                direction,
                number(values, "c", 1),
                number(values, "k", 1),
                number(values, "h", 1),
                number(values, "w", 1),
                number(values, "r", 1),
                number(values, "s", 1),
                number(values, "stride", 1),
                number(values, "pad", 0));
        int algorithm = known("algorithm", values, direction.names.stream());
        if (!direction.isDeterministic(algorithm)) {
            throw bad(
                    direction.names.get(algorithm) + " adds up in any order, so that no run could be repeated",
                    "write another, or remove the line");
        }
        if (choices.put(key, algorithm) != null) {
            throw bad("the same convolution as in a line before", "remove one of them");
        }
    }

    private int number(List<String> values, String column, int least) {
        String text = values.get(AlgorithmTable.COLUMNS.indexOf(column));
        int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
        if (number < least || number > MOST) {
            throw bad(column + " is '" + text + "'", "write a whole number from " + least + " to " + MOST);
        }
        return number;
    }

    /** Which of {@code names} the value is. */
    private int known(String column, List<String> values, Stream<String> names) {
        List<String> all = names.toList();
        String given = values.get(AlgorithmTable.COLUMNS.indexOf(column));
        int index = all.indexOf(given);
        if (index < 0) {
            String choices = all.stream().collect(Collectors.joining(", "));
            throw bad(column + " is '" + given + "'", "write one of " + choices);
        }
        return index;
    }

    private BadKernelTable bad(String what, String remedy) {
        return new BadKernelTable(source + ":" + Math.max(line, 1) + ": " + what + "; " + remedy);
    }
}
