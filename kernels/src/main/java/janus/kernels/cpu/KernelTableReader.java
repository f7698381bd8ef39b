package janus.kernels.cpu;

import janus.kernels.BadKernelTable;
import janus.kernels.cpu.ConvolutionKey.Direction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a kernel table: comments after #, the columns, then one choice each. */
final class KernelTableReader {
    private static final int MOST = 1 << 16;

    private final String source;
    private final Map<ConvolutionKey, Algorithm> choices = new HashMap<>();
    private final Map<ConvolutionKey, Integer> lines = new HashMap<>();
    private int line;

    KernelTableReader(String source) {
        this.source = source;
    }

    /** @throws BadKernelTable for the first line that is wrong, naming it and what to do */
    Map<ConvolutionKey, Algorithm> read(String text) {
        boolean headed = false;
        for (String whole : text.lines().toList()) {
            line++;
            List<String> values =
                    Stream.of(whole.split(",", -1)).map(String::strip).toList();
            if (whole.isBlank() || whole.startsWith("#")) {
                continue;
            }
            if (headed) {
                choice(values);
            } else {
                columns(values);
                headed = true;
            }
        }
        if (!headed) {
            line = Math.max(line, 1);
            throw bad("no columns", "write " + String.join(",", KernelTable.COLUMNS));
        }
        return choices;
    }

    private void columns(List<String> values) {
        for (String value : values) {
            if (!KernelTable.COLUMNS.contains(value)) {
                throw bad("unknown column '" + value + "'", "write " + String.join(",", KernelTable.COLUMNS));
            }
        }
        if (!values.equals(KernelTable.COLUMNS)) {
            throw bad("columns missing or in another order", "write " + String.join(",", KernelTable.COLUMNS));
        }
    }

    private void choice(List<String> values) {
        int columns = KernelTable.COLUMNS.size();
        if (values.size() != columns) {
            throw bad(
                    values.size() + " values for " + columns + " columns", "correct the line, or write the file again");
        }
        ConvolutionKey key = key(values);
        Algorithm algorithm = known("algorithm", values, Algorithm.named(values.getLast()), Algorithm.values());
        String rule = algorithm.refusal(key);
        if (rule != null) {
            throw bad(algorithm + " cannot compute this: it takes " + rule, "write direct, or remove the line");
        }
        Integer first = lines.putIfAbsent(key, line);
        if (first != null) {
            throw bad("the same convolution as in line " + first, "remove one of them");
        }
        choices.put(key, algorithm);
    }

    private ConvolutionKey key(List<String> values) {
        int lanes = number(values, "lanes", 1);
        if (Integer.bitCount(lanes) != 1 || lanes > Layout.BLOCK) {
            throw bad("lanes is " + lanes, "write 2, 4, 8 or 16");
        }
        String name = values.get(1);
        Direction direction = Stream.of(Direction.values())
                .filter(value -> value.toString().equals(name))
                .findAny()
                .orElse(null);
        ConvolutionKey key = new ConvolutionKey(
                lanes,
                known("direction", values, direction, Direction.values()),
                number(values, "c", 1),
                number(values, "k", 1),
                number(values, "h", 1),
                number(values, "w", 1),
                number(values, "r", 1),
                number(values, "s", 1),
                number(values, "stride", 1),
                number(values, "pad", 0));
        if (key.h() + 2 * key.pad() < key.r() || key.w() + 2 * key.pad() < key.s()) {
            throw bad("the filter is larger than the padded map", "correct h, w, r, s or pad");
        }
        return key;
    }

    private int number(List<String> values, String column, int least) {
        String text = values.get(KernelTable.COLUMNS.indexOf(column));
        int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
        if (number < least || number > MOST) {
            throw bad(column + " is '" + text + "'", "write a whole number from " + least + " to " + MOST);
        }
        return number;
    }

    private <T> T known(String column, List<String> values, @Nullable T value, T[] all) {
        if (value == null) {
            String given = values.get(KernelTable.COLUMNS.indexOf(column));
            String choices = Stream.of(all).map(String::valueOf).collect(Collectors.joining(", "));
            throw bad(column + " is '" + given + "'", "write one of " + choices);
        }
        return value;
    }

    private BadKernelTable bad(String what, String remedy) {
        return new BadKernelTable(source + ":" + line + ": " + what + "; " + remedy);
    }
}
