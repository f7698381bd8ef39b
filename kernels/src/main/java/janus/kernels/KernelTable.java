package janus.kernels;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which algorithm computes which convolution.
 *
 * @param name of its file, or {@code built-in}
 * @param sha256 of its file's bytes, 64 hexadecimal digits
 */
public record KernelTable<K, A>(String name, String sha256, Map<K, A> choices) {
    private static final int SHORT_HASH = 12;

    public KernelTable {
        choices = Map.copyOf(choices);
    }

    /** The file of such a table: a comment, the columns, and a line for each choice. */
    public static String text(List<String> comment, List<String> columns, Stream<? extends List<?>> choices) {
        Stream<String> lines =
                choices.map(choice -> choice.stream().map(String::valueOf).collect(Collectors.joining(",")));
        return Stream.of(comment.stream().map(line -> "# " + line), Stream.of(String.join(",", columns)), lines)
                .flatMap(part -> part)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Null where a fixed rule decides. */
    public @Nullable A choice(K key) {
        return choices.get(key);
    }

    /** For a run's record. */
    public String record() {
        return name + " sha256:" + sha256;
    }

    /** For a line of a log. */
    @Override
    public String toString() {
        return "kernel table " + name + " sha256:" + sha256.substring(0, SHORT_HASH);
    }
}
