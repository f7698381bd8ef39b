package janus.kernels.cpu;

import static janus.kernels.cpu.TileGenerator.each;

/** Writes the register tiles {@code StripTile4}, {@code 7} and {@code 8}. */
final class StripTileGenerator {
    /** Rows of a tile: 8 or 7 for 32 registers (16 or 14 sums), 4 for the 16 of AVX2 (8 sums; a block has no fives). */
    static final int[] ROWS = {4, 7, 8};

    private StripTileGenerator() {}

    static String source(int rows) {
        return """
                package janus.kernels.cpu;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** %1$d rows of a filter × 2 vectors of output channels. Written by StripTileGenerator. */
                final class StripTile%1$d {
                    private static final VectorSpecies<Float> S = Lanes.SPECIES;

                    private StripTile%1$d() {}

                    /**
                     * Adds a strip's x from {@code x0} on times its dy from {@code y0} and {@code y1} on to the sums whose rows
                     * are {@code to0} and {@code to1} from the places of its rows from {@code at} on.
                     */
                    static void run(GradientStrip z, int at, int x0, int y0, int y1, int to0, int to1) {
                        float[] x = z.x;
                        float[] dy = z.dy;
                        float[] sums = z.sums;
                        int apart = z.apart;
                        int end = z.pixels * 16;
                %2$s        FloatVector zero = FloatVector.zero(S);
                %3$s        if (z.adds) {
                %4$s        }
                        for (int o = x0, v = 0; v < end; o += apart, v += 16) {
                            FloatVector p = FloatVector.fromArray(S, dy, y0 + v);
                            FloatVector q = FloatVector.fromArray(S, dy, y1 + v);
                %5$s        }
                %6$s    }
                }
                """.formatted(
                rows,
                each(0, rows, "        int s%1$d = z.places[at + %1$d];\n"::formatted),
                each(0, rows, "        FloatVector a%1$d = zero;\n        FloatVector b%1$d = zero;\n"::formatted),
                each(0, rows, """
                                            a%1$d = FloatVector.fromArray(S, sums, to0 + s%1$d);
                                            b%1$d = FloatVector.fromArray(S, sums, to1 + s%1$d);
                                """::formatted),
                each(0, rows, """
                                            FloatVector c%1$d = FloatVector.broadcast(S, x[o + %1$d]);
                                            a%1$d = Lanes.multiplyAdd(c%1$d, p, a%1$d);
                                            b%1$d = Lanes.multiplyAdd(c%1$d, q, b%1$d);
                                """::formatted),
                each(0, rows, """
                                        a%1$d.intoArray(sums, to0 + s%1$d);
                                        b%1$d.intoArray(sums, to1 + s%1$d);
                                """::formatted));
    }
}
