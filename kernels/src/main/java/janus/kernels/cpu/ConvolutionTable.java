package janus.kernels.cpu;

import janus.kernels.BadKernelTable;
import janus.kernels.KernelTable;
import janus.kernels.KernelTableFile;
import janus.kernels.cpu.ConvolutionKey.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tables of the CPU's algorithms. What they do not list takes {@link ConvolutionRule}. */
final class ConvolutionTable {
    /** Its columns, in their order. */
    static final List<String> COLUMNS =
            List.of("lanes", "direction", "c", "k", "h", "w", "r", "s", "stride", "pad", "algorithm");

    private static final String BUILT_IN = "convolutions.csv";

    private ConvolutionTable() {}

    /** The one that runs where none is named. */
    static KernelTable<ConvolutionKey, Algorithm> builtIn() {
        try (InputStream stream = Objects.requireNonNull(ConvolutionTable.class.getResourceAsStream(BUILT_IN))) {
            return parse(new KernelTableFile("built-in", BUILT_IN, stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file that {@code tune-kernels} wrote, or a person.
     *
     * @throws BadKernelTable if it is no table, names an algorithm for what that cannot compute, or has no line for this
     *     machine's vectors, and so would change nothing
     */
    static KernelTable<ConvolutionKey, Algorithm> read(Path file) {
        KernelTable<ConvolutionKey, Algorithm> table = parse(KernelTableFile.of(file));
        if (table.choices().keySet().stream().noneMatch(key -> key.lanes() == Lanes.COUNT)) {
            throw new BadKernelTable(file + ": no line for vectors of " + Lanes.COUNT
                    + " lanes, which this machine has; write a table here, by tune-kernels");
        }
        return table;
    }

    static KernelTable<ConvolutionKey, Algorithm> parse(KernelTableFile file) {
        return file.table(COLUMNS, ConvolutionTable::key, ConvolutionTable::algorithm);
    }

    /** What {@link #read} takes: a comment, and a line for each choice. */
    static String text(List<String> comment, Map<ConvolutionKey, Algorithm> choices) {
        return KernelTable.text(
                comment,
                COLUMNS,
                choices.keySet().stream()
                        .sorted(ConvolutionKey.ORDER)
                        .map(key -> List.of(
                                key.lanes(),
                                key.direction(),
                                key.c(),
                                key.k(),
                                key.h(),
                                key.w(),
                                key.r(),
                                key.s(),
                                key.stride(),
                                key.pad(),
                                choices.get(key))));
    }

    private static ConvolutionKey key(KernelTableFile.Line line) {
        ConvolutionKey key = new ConvolutionKey(
                line.oneOf("lanes", List.of(2, 4, 8, Layout.BLOCK)),
                line.oneOf("direction", List.of(Direction.values())),
                line.number("c", 1),
                line.number("k", 1),
                line.number("h", 1),
                line.number("w", 1),
                line.number("r", 1),
                line.number("s", 1),
                line.number("stride", 1),
                line.number("pad", 0));
        if (key.h() + 2 * key.pad() < key.r() || key.w() + 2 * key.pad() < key.s()) {
            throw line.bad("the filter is larger than the padded map", "correct h, w, r, s or pad");
        }
        return key;
    }

    private static Algorithm algorithm(KernelTableFile.Line line, ConvolutionKey key) {
        Algorithm algorithm = line.oneOf("algorithm", List.of(Algorithm.values()));
        String rule = algorithm.refusal(key);
        if (rule != null) {
            throw line.bad(algorithm + " cannot compute this: it takes " + rule, "write direct, or remove the line");
        }
        return algorithm;
    }
}
