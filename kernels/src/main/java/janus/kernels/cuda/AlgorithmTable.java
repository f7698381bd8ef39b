package janus.kernels.cuda;

import janus.kernels.BadKernelTable;
import janus.kernels.ConvolutionSize;
import janus.kernels.KernelTable;
import janus.kernels.KernelTableFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Tables of cuDNN's algorithms, by number, whatever the batch. What they do not list, or what cuDNN then refuses, takes
 * the fixed rule of {@link DnnDirection}.
 */
final class AlgorithmTable {
    /** Its columns, in their order. */
    static final List<String> COLUMNS =
            List.of("storage", "direction", "c", "k", "h", "w", "r", "s", "stride", "pad", "algorithm");

    /** All that a choice depends on: {@link Storage#of}, direction, and a convolution but for its batch. */
    record Key(Storage storage, DnnDirection direction, int c, int k, int h, int w, int r, int s, int stride, int pad) {
        static Key of(Storage storage, DnnDirection direction, ConvolutionSize z) {
            return new Key(storage, direction, z.c(), z.k(), z.h(), z.w(), z.r(), z.s(), z.stride(), z.pad());
        }
    }

    private AlgorithmTable() {}

    /**
     * Reads a file that {@code tune-kernels} wrote, or a person.
     *
     * @throws BadKernelTable if it is no table, or names an algorithm that is not deterministic
     */
    static KernelTable<Key, Integer> read(Path file) {
        return KernelTableFile.of(file).table(COLUMNS, AlgorithmTable::key, AlgorithmTable::algorithm);
    }

    /** What {@link #read} takes: a comment, and a line for each choice. */
    static String text(List<String> comment, Map<Key, Integer> choices) {
        return KernelTable.text(comment, COLUMNS, choices.entrySet().stream().map(choice -> {
            Key key = choice.getKey();
            return List.of(
                    key.storage,
                    key.direction,
                    key.c,
                    key.k,
                    key.h,
                    key.w,
                    key.r,
                    key.s,
                    key.stride,
                    key.pad,
                    key.direction.names.get(choice.getValue()));
        }));
    }

    private static Key key(KernelTableFile.Line line) {
        return new Key(
                line.oneOf("storage", List.of(Storage.values())),
                line.oneOf("direction", List.of(DnnDirection.values())),
                line.number("c", 1),
                line.number("k", 1),
                line.number("h", 1),
                line.number("w", 1),
                line.number("r", 1),
                line.number("s", 1),
                line.number("stride", 1),
                line.number("pad", 0));
    }

    private static int algorithm(KernelTableFile.Line line, Key key) {
        String name = line.oneOf("algorithm", key.direction.names);
        int algorithm = key.direction.names.indexOf(name);
        if (!key.direction.isDeterministic(algorithm)) {
            throw line.bad(
                    name + " adds up in any order, so that no run could be repeated",
                    "write another, or remove the line");
        }
        return algorithm;
    }
}
