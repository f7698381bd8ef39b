package janus.kernels.cuda;

import janus.kernels.BadKernelTable;
import janus.kernels.ConvolutionSize;
import janus.kernels.KernelTable;
import janus.kernels.KernelTableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables of cuDNN's engines, whatever the batch. What they do not list, or what cuDNN then refuses, takes the rule of
 * {@link ConvolutionEngines}.
 */
final class EngineTable {
    /** Its columns, in their order. */
    static final List<String> COLUMNS =
            List.of("storage", "direction", "c", "k", "h", "w", "r", "s", "stride", "pad", "engine");

    /** All that a choice depends on: {@link Storage#of}, direction, and a convolution but for its batch. */
    record Key(Storage storage, DnnDirection direction, int c, int k, int h, int w, int r, int s, int stride, int pad) {
        static Key of(Storage storage, DnnDirection direction, ConvolutionSize z) {
            return new Key(storage, direction, z.c(), z.k(), z.h(), z.w(), z.r(), z.s(), z.stride(), z.pad());
        }
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
                    choice.getValue());
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

    private static Engine engine(KernelTableFile.Line line) {
        String text = line.text("engine");
        Engine engine = Engine.of(text);
        if (engine == null) {
            throw line.bad("engine is '" + text + "'", "write its number and knobs, as in 62:2=4:13=0");
        }
        return engine;
    }
}
