package janus.kernels.cpu;

import static janus.kernels.cpu.TileGenerator.each;

/**
 * Writes the register tiles {@code WindowTileN} of N rows: straight-line code with every accumulator a local, because the
 * compiler keeps neither arrays nor fields in vector registers, around one loop whose indices are sums of its counter and
 * constants, because the compiler checks such before the loop.
 */
final class WindowTileGenerator {
    /** 8 for 32 registers (16 sums), 6 for the 16 of AVX2 (12 sums), and 5 for what these leave. */
    static final int[] ROWS = {5, 6, 8};

    private WindowTileGenerator() {}

    static String source(int rows) {
        return """
                package janus.kernels.cpu;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** %1$d windows × 2 vectors of output channels. Written by WindowTileGenerator. */
                final class WindowTile%1$d {
                    private static final VectorSpecies<Float> S = Lanes.SPECIES;
                    private static final int LANES = S.length();

                    private WindowTile%1$d() {}

                    /** Sums of windows {@code from}… by the filter at {@code block}, to {@code y0} and {@code y1} + out. */
                    static void run(Sweep z, int from, int depth, int block, int y0, int y1) {
                        float[] x = z.x;
                        float[] w = z.w;
                        float[] y = z.y;
                        int[] in = z.in;
                        int[] out = z.out;
                %2$s        FloatVector zero = FloatVector.zero(S);
                %3$s        if (z.adds) {
                %4$s        }
                        for (int j = 0, v = block; j < depth; j++, v += 32) {
                            FloatVector p = FloatVector.fromArray(S, w, v);
                            FloatVector q = FloatVector.fromArray(S, w, v + LANES);
                %5$s        }
                %6$s    }
                }
                """.formatted(
                rows,
                each(0, rows, "        int x%1$d = in[from + %1$d];\n"::formatted),
                each(0, rows, "        FloatVector a%1$d = zero;\n        FloatVector b%1$d = zero;\n"::formatted),
                each(0, rows, """
                                            a%1$d = FloatVector.fromArray(S, y, y0 + out[from + %1$d]);
                                            b%1$d = FloatVector.fromArray(S, y, y1 + out[from + %1$d]);
                                """::formatted),
                each(0, rows, """
                                            FloatVector c%1$d = FloatVector.broadcast(S, x[x%1$d + j]);
                                            a%1$d = Lanes.multiplyAdd(c%1$d, p, a%1$d);
                                            b%1$d = Lanes.multiplyAdd(c%1$d, q, b%1$d);
                                """::formatted),
                // b first: where there is no second block, y1 = y0 and a stays
                each(0, rows, """
                                        b%1$d.intoArray(y, y1 + out[from + %1$d]);
                                        a%1$d.intoArray(y, y0 + out[from + %1$d]);
                                """::formatted));
    }
}
