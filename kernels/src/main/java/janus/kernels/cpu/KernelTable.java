package janus.kernels.cpu;

import janus.kernels.BadKernelTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which algorithm computes which convolution. What it does not list takes {@link ConvolutionRule}.
 *
 * @param name of its file, or {@code built-in}
 * @param sha256 of its file's bytes, 64 hexadecimal digits
 */
public record KernelTable(String name, String sha256, Map<ConvolutionKey, Algorithm> choices) {
    /** Its columns, in their order. */
    static final List<String> COLUMNS =
            List.of("lanes", "direction", "c", "k", "h", "w", "r", "s", "stride", "pad", "algorithm");

    private static final String BUILT_IN = "convolutions.csv";
    private static final int SHORT_HASH = 12;

    public KernelTable {
        choices = Map.copyOf(choices);
    }

    /** The one that runs where none is named. */
    public static KernelTable builtIn() {
        try (InputStream stream = Objects.requireNonNull(KernelTable.class.getResourceAsStream(BUILT_IN))) {
            return parse("built-in", BUILT_IN, stream.readAllBytes());
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
    public static KernelTable read(Path file) {
        if (Files.isDirectory(file)) {
            throw new BadKernelTable(file + ": a folder; give a CSV file");
        }
        try {
            KernelTable table = parse(String.valueOf(file.getFileName()), file.toString(), Files.readAllBytes(file));
            if (table.choices.keySet().stream().noneMatch(key -> key.lanes() == Lanes.COUNT)) {
                throw new BadKernelTable(file + ": no line for vectors of " + Lanes.COUNT
                        + " lanes, which this machine has; write a table here, by tune-kernels");
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table in {@code bytes}; errors name {@code source}. */
    static KernelTable parse(String name, String source, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new KernelTable(name, HexFormat.of().formatHex(hash), new KernelTableReader(source).read(text));
        } catch (CharacterCodingException e) {
            throw new BadKernelTable(source + ": not UTF-8 text; give a CSV file");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** What {@link #read} takes: a comment, and a line for each choice. */
    static String text(List<String> comment, Map<ConvolutionKey, Algorithm> choices) {
        Stream<String> lines = choices.keySet().stream()
                .sorted(ConvolutionKey.ORDER)
                .map(key -> Stream.of(
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
                                choices.get(key))
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")));
        return Stream.of(comment.stream().map(line -> "# " + line), Stream.of(String.join(",", COLUMNS)), lines)
                .flatMap(part -> part)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Null where the fixed rule decides. */
    @Nullable
    Algorithm choice(ConvolutionKey key) {
        return choices.get(key);
    }

    /** For a line of a log. */
    @Override
    public String toString() {
        return "kernel table " + name + " sha256:" + sha256.substring(0, SHORT_HASH);
    }
}
