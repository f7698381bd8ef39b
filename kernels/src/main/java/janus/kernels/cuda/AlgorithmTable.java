package janus.kernels.cuda;

import janus.kernels.BadKernelTable;
import janus.kernels.ConvolutionSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of cuDNN's algorithms computes which convolution, whatever the batch. What it does not list, or what cuDNN then
 * refuses, takes the fixed rule of {@link DnnDirection}.
 *
 * @param name of its file
 * @param sha256 of its file's bytes, 64 hexadecimal digits
 */
record AlgorithmTable(String name, String sha256, Map<Key, Integer> choices) {
    /** Its columns, in their order. */
    static final List<String> COLUMNS =
            List.of("storage", "direction", "c", "k", "h", "w", "r", "s", "stride", "pad", "algorithm");

    private static final int SHORT_HASH = 12;

    /** All that a choice depends on: {@link Storage#of}, direction, and a convolution but for its batch. */
    record Key(Storage storage, DnnDirection direction, int c, int k, int h, int w, int r, int s, int stride, int pad) {
        static Key of(Storage storage, DnnDirection direction, ConvolutionSize z) {
            return new Key(storage, direction, z.c(), z.k(), z.h(), z.w(), z.r(), z.s(), z.stride(), z.pad());
        }

        private String line(int algorithm) {
            return Stream.of(storage, direction, c, k, h, w, r, s, stride, pad, direction.names.get(algorithm))
                    .map(String::valueOf)
                    .collect(Collectors.joining(","));
        }
    }

    AlgorithmTable {
        choices = Map.copyOf(choices);
    }

    /**
     * Reads a file that {@code tune-kernels} wrote, or a person.
     *
     * @throws BadKernelTable if it is no table, or names an algorithm that is not deterministic
     */
    static AlgorithmTable read(Path file) {
        if (Files.isDirectory(file)) {
            throw new BadKernelTable(file + ": a folder; give a CSV file");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new AlgorithmTable(
                    String.valueOf(file.getFileName()), hash, new AlgorithmTableReader(file.toString()).read(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** What {@link #read} takes: a comment, and a line for each choice. */
    static String text(List<String> comment, Map<Key, Integer> choices) {
        Stream<String> lines =
                choices.entrySet().stream().map(choice -> choice.getKey().line(choice.getValue()));
        return Stream.of(comment.stream().map(line -> "# " + line), Stream.of(String.join(",", COLUMNS)), lines)
                .flatMap(part -> part)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** cuDNN's number of the algorithm; null where the fixed rule decides. */
    @Nullable
    Integer choice(Key key) {
        return choices.get(key);
    }

    /** For a run's record. */
    String record() {
        return name + " sha256:" + sha256;
    }

    /** For a line of a log. */
    @Override
    public String toString() {
        return "kernel table " + name + " sha256:" + sha256.substring(0, SHORT_HASH);
    }
}
