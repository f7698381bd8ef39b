package janus.kernels.cuda;

import janus.kernels.BadKernelTable;
import janus.kernels.ConvolutionSize;
import janus.kernels.KernelTable;
import janus.kernels.KernelTableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables of cuDNN's engines. Of a convolution that they list at other batch sizes alone, the nearest counts; what they do
 * not list, or what cuDNN then refuses, takes the rule of {@link ConvolutionEngines}.
 */
final class EngineTable {
    /** Its columns, in their order. */
    static final List<String> COLUMNS =
            List.of("storage", "direction", "n", "c", "k", "h", "w", "r", "s", "stride", "pad", "engine");

    /** All that a choice depends on. */
    record Key(Precision precision, DnnDirection direction, ConvolutionSize z) {
        private boolean isLike(Key other) {
            return precision == other.precision && direction == other.direction && at(1).equals(other.at(1));
        }

        /** How far another batch size is, as a factor. */
        private double factor(Key other) {
            return Math.abs(Math.log((double) other.z.n() / z.n()));
        }

        private ConvolutionSize at(int n) {
            return new ConvolutionSize(n, z.c(), z.h(), z.w(), z.k(), z.r(), z.s(), z.stride(), z.pad());
        }
    }

    /** What {@code table} says of {@code key}; null if nothing. */
    static @Nullable Engine choice(KernelTable<Key, Engine> table, Key key) {
        return table.choices().keySet().stream()
                .filter(key::isLike)
                .min(Comparator.comparingDouble(key::factor).thenComparing(other -> other.z.n()))
                .map(table::choice)
                .orElse(null);
    }

    private EngineTable() {}

    /**
     * Reads a file that {@code tune-kernels} wrote, or a person.
     *
     * @throws BadKernelTable if it is no table
     */
    static KernelTable<Key, Engine> read(Path file) {
        return table(KernelTableFile.of(file));
    }

    /** What was measured on GPUs of this name; null if nothing was. */
    static @Nullable KernelTable<Key, Engine> builtIn(String gpu) {
        String name = "engines/" + gpu.toLowerCase(Locale.ROOT).replace(' ', '-') + ".csv";
        try (InputStream in = EngineTable.class.getResourceAsStream(name)) {
            return in == null ? null : table(new KernelTableFile("built-in", name, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KernelTable<Key, Engine> table(KernelTableFile file) {
        return file.table(COLUMNS, EngineTable::key, (line, _) -> engine(line));
    }

    /** What {@link #read} takes: a comment, and a line for each choice. */
    static String text(List<String> comment, Map<Key, Engine> choices) {
        return KernelTable.text(comment, COLUMNS, choices.entrySet().stream().map(choice -> {
            Key key = choice.getKey();
            ConvolutionSize z = key.z;
            return List.of(
                    key.precision,
                    key.direction,
                    z.n(),
                    z.c(),
                    z.k(),
                    z.h(),
                    z.w(),
                    z.r(),
                    z.s(),
                    z.stride(),
                    z.pad(),
                    choice.getValue());
        }));
    }

    private static Key key(KernelTableFile.Line line) {
        Precision precision = line.oneOf("storage", List.of(Precision.values()));
        DnnDirection direction = line.oneOf("direction", List.of(DnnDirection.values()));
        ConvolutionSize z = new ConvolutionSize(
                line.number("n", 1),
                line.number("c", 1),
                line.number("h", 1),
                line.number("w", 1),
                line.number("k", 1),
                line.number("r", 1),
                line.number("s", 1),
                line.number("stride", 1),
                line.number("pad", 0));
        return new Key(precision, direction, z);
    }

    private static Engine engine(KernelTableFile.Line line) {
        String text = line.text("engine");
        Engine engine = Engine.of(text);
        if (engine == null) {
            throw line.bad("engine is '" + text + "'", "write its number and knobs, as in 62:2=4:13=0");
        }
        return engine;
    }
}
