package janus.kernels.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the register tiles {@code StripTile4} and {@code StripTile8}. Run its main after a change. */
final class StripTileGenerator {
    /** Rows of a tile: 8 for 32 registers (16 sums), 4 for the 16 of AVX2 (8 sums; a block has no fives). */
    static final int[] ROWS = {4, 8};

    private StripTileGenerator() {}

    public static void main(String[] args) throws IOException {
        for (int rows : ROWS) {
            Files.writeString(file(rows), source(rows));
        }
    }

    static Path file(int rows) {
        return Path.of("src/main/java/janus/kernels/cpu/StripTile%d.java".formatted(rows));
    }

    static String source(int rows) {
        return """
                package janus.kernels.cpu;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** %1$d rows of a filter × 2 vectors of output channels. Written by StripTileGenerator. */
                final class StripTile%1$d {
                    private static final VectorSpecies<Float> S = Lanes.SPECIES;
                    private static final int LANES = S.length();

                    private StripTile%1$d() {}

                    /** Adds a strip's x from {@code at} on times its dy from {@code from} on to the sums at {@code to}. */
                    static void run(GradientStrip z, int at, int from, int to) {
                        float[] x = z.x;
                        float[] dy = z.dy;
                        float[] sums = z.sums;
                        int apart = z.apart;
                        int end = from + z.pixels * 32;
                        FloatVector zero = FloatVector.zero(S);
                %2$s        if (z.adds) {
                %3$s        }
                        for (int o = at, v = from; v < end; o += apart, v += 32) {
                            FloatVector p = FloatVector.fromArray(S, dy, v);
                            FloatVector q = FloatVector.fromArray(S, dy, v + LANES);
                %4$s        }
                %5$s    }
                }
                """.formatted(
                        rows,
                        each(rows, "        FloatVector a%1$d = zero;\n        FloatVector b%1$d = zero;\n"::formatted),
                        each(rows, row -> """
                                            a%1$d = FloatVector.fromArray(S, sums, to + %2$d);
                                            b%1$d = FloatVector.fromArray(S, sums, to + %2$d + LANES);
                                """.formatted(row, row * Layout.FILTER_BLOCK)),
                        each(rows, """
                                            FloatVector c%1$d = FloatVector.broadcast(S, x[o + %1$d]);
                                            a%1$d = Lanes.multiplyAdd(c%1$d, p, a%1$d);
                                            b%1$d = Lanes.multiplyAdd(c%1$d, q, b%1$d);
                                """::formatted),
                        each(rows, row -> """
                                        a%1$d.intoArray(sums, to + %2$d);
                                        b%1$d.intoArray(sums, to + %2$d + LANES);
                                """.formatted(row, row * Layout.FILTER_BLOCK)));
    }

    private static String each(int rows, IntFunction<String> line) {
        return IntStream.range(0, rows).mapToObj(line).collect(Collectors.joining());
    }
}
