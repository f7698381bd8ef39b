package janus.kernels.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the register tiles {@code FilterTile4} and {@code FilterTile8}. Run its main after a change. */
final class FilterTileGenerator {
    /** Rows of a tile: 8 for 32 registers (16 sums), 4 for the 16 of AVX2 (8 sums; a block has no fives). */
    static final int[] ROWS = {4, 8};

    private FilterTileGenerator() {}

    public static void main(String[] args) throws IOException {
        for (int rows : ROWS) {
            Files.writeString(file(rows), source(rows));
        }
    }

    static Path file(int rows) {
        return Path.of("src/main/java/janus/kernels/cpu/FilterTile%d.java".formatted(rows));
    }

    static String source(int rows) {
        return """
                package janus.kernels.cpu;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** %1$d input channels × 2 vectors of output channels. Written by FilterTileGenerator. */
                final class FilterTile%1$d {
                    private static final VectorSpecies<Float> S = Lanes.SPECIES;

                    private FilterTile%1$d() {}

                    /** Adds x at {@code at}… times dy at {@code y0} and {@code y1} to the sums at {@code to0} and {@code to1}. */
                    static void run(GradientSweep z, int at, int y0, int y1, int to0, int to1) {
                        float[] x = z.x;
                        float[] dy = z.dy;
                        float[] sums = z.sums;
                        int[] pixels = z.pixels;
                        int to = z.to;
                        FloatVector zero = FloatVector.zero(S);
                %2$s        for (int i = z.from; i < to; i += 2) {
                            int o = at + pixels[i];
                            int v = pixels[i + 1];
                            FloatVector p = FloatVector.fromArray(S, dy, y0 + v);
                            FloatVector q = FloatVector.fromArray(S, dy, y1 + v);
                %3$s        }
                %4$s    }
                }
                """.formatted(
                        rows,
                        each(rows, "        FloatVector a%1$d = zero;\n        FloatVector b%1$d = zero;\n"::formatted),
                        each(rows, """
                                            FloatVector c%1$d = FloatVector.broadcast(S, x[o + %1$d]);
                                            a%1$d = Lanes.multiplyAdd(c%1$d, p, a%1$d);
                                            b%1$d = Lanes.multiplyAdd(c%1$d, q, b%1$d);
                                """::formatted),
                        // a is loaded before b is stored: where there is no second vector, to1 = to0 and a's sum stays
                        each(rows, row -> """
                                        a%1$d = a%1$d.add(FloatVector.fromArray(S, sums, to0 + %2$d));
                                        b%1$d.add(FloatVector.fromArray(S, sums, to1 + %2$d)).intoArray(sums, to1 + %2$d);
                                        a%1$d.intoArray(sums, to0 + %2$d);
                                """.formatted(row, row * Layout.FILTER_BLOCK)));
    }

    private static String each(int rows, IntFunction<String> line) {
        return IntStream.range(0, rows).mapToObj(line).collect(Collectors.joining());
    }
}
