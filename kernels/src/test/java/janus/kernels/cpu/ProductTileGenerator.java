package janus.kernels.cpu;

import static janus.kernels.cpu.TileGenerator.each;

/**
 * Writes the register tiles {@code ProductTileN}, {@code PixelTileN} and {@code OuterTileN} of N rows. One loop each and
 * strides the compiler knows: it then takes the checks of bounds out of the loop.
 */
final class ProductTileGenerator {
    /** 8 for 32 registers (16 sums), 6 for the 16 of AVX2 (12 sums), and 5 for what these leave. */
    static final int[] PRODUCT_ROWS = {5, 6, 8};

    /** A sum of products has more to address: 6 would not fit. */
    static final int[] PIXEL_ROWS = {5, 8};

    /** What divides a block. */
    static final int[] OUTER_ROWS = {4, 8};

    private ProductTileGenerator() {}

    static String product(int rows) {
        return """
                package janus.kernels.cpu;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** %1$d rows × 2 vectors of columns of a matrix product. Written by ProductTileGenerator. */
                final class ProductTile%1$d {
                    private static final VectorSpecies<Float> S = Lanes.SPECIES;
                    private static final int LANES = S.length();

                    private ProductTile%1$d() {}

                    /** y = x·w, of x the rows from {@code x0} on, of w the columns from {@code w0} on. */
                    static void run(Products z, int x0, int w0, int y0) {
                        float[] x = z.x;
                        float[] w = z.w;
                        float[] y = z.y;
                        int depth = z.depth;
                %2$s        FloatVector zero = FloatVector.zero(S);
                %3$s        for (int j = 0, v = w0; j < depth; j++, v += 32) {
                            FloatVector p = FloatVector.fromArray(S, w, v);
                            FloatVector q = FloatVector.fromArray(S, w, v + LANES);
                %4$s        }
                %5$s    }
                }
                """.formatted(
                rows,
                each(1, rows, row -> "        int x%d = x%d + z.xRow;\n".formatted(row, row - 1)),
                each(0, rows, "        FloatVector a%1$d = zero;\n        FloatVector b%1$d = zero;\n"::formatted),
                each(0, rows, """
                                            FloatVector c%1$d = FloatVector.broadcast(S, x[x%1$d + j]);
                                            a%1$d = Lanes.multiplyAdd(c%1$d, p, a%1$d);
                                            b%1$d = Lanes.multiplyAdd(c%1$d, q, b%1$d);
                                """::formatted),
                stored(rows));
    }

    static String pixel(int rows) {
        return """
                package janus.kernels.cpu;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** %1$d rows × 2 vectors of columns of a sum of matrix products. Written by ProductTileGenerator. */
                final class PixelTile%1$d {
                    private static final VectorSpecies<Float> S = Lanes.SPECIES;
                    private static final int LANES = S.length();

                    private PixelTile%1$d() {}

                    /** Adds x·w to y, of x the rows from {@code x0} on, of w the columns from {@code w0} on. */
                    static void run(PixelProducts z, int x0, int w0, int y0) {
                        float[] x = z.x;
                        float[] w = z.w;
                        float[] y = z.y;
                        int[] inputs = z.inputs;
                        int[] filters = z.filters;
                        int[] depths = z.depths;
                %2$s%3$s        for (int i = z.first; i < z.end; i++) {
                            int start = inputs[i];
                            int end = start + depths[i];
                            int v = w0 + filters[i];
                            for (int j = start; j < end; j++, v += 32) {
                                FloatVector p = FloatVector.fromArray(S, w, v);
                                FloatVector q = FloatVector.fromArray(S, w, v + LANES);
                %4$s            }
                        }
                %5$s    }
                }
                """.formatted(
                        rows,
                        each(1, rows, row -> "        int x%d = x%d + z.xRow;\n".formatted(row, row - 1)),
                        each(0, rows, row -> """
                                        FloatVector a%1$d = FloatVector.fromArray(S, y, y0 + %2$d);
                                        FloatVector b%1$d = FloatVector.fromArray(S, y, y0 + %2$d + LANES);
                                """.formatted(row, row * Layout.FILTER_BLOCK)),
                        each(0, rows, """
                                                FloatVector c%1$d = FloatVector.broadcast(S, x[x%1$d + j]);
                                                a%1$d = Lanes.multiplyAdd(c%1$d, p, a%1$d);
                                                b%1$d = Lanes.multiplyAdd(c%1$d, q, b%1$d);
                                """::formatted),
                        stored(rows));
    }

    private static String stored(int rows) {
        return each(0, rows, row -> """
                        a%1$d.intoArray(y, y0 + %2$d);
                        b%1$d.intoArray(y, y0 + %2$d + LANES);
                """.formatted(row, row * Layout.FILTER_BLOCK));
    }

    static String outer(int rows) {
        return """
                package janus.kernels.cpu;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** %1$d rows × 2 vectors of columns of a sum of outer products. Written by ProductTileGenerator. */
                final class OuterTile%1$d {
                    private static final VectorSpecies<Float> S = Lanes.SPECIES;

                    private OuterTile%1$d() {}

                    /** Sums xᵀ·y, of x the columns from {@code x0} on, of y the vectors at {@code y0} and {@code y1}. */
                    static void run(OuterProducts z, int x0, int y0, int y1, int to0, int to1) {
                        float[] x = z.x;
                        float[] y = z.y;
                        float[] sums = z.sums;
                        int count = z.count;
                        FloatVector zero = FloatVector.zero(S);
                %2$s        for (int i = 0; i < count; i++) {
                            int v = i * 16;
                            FloatVector p = FloatVector.fromArray(S, y, y0 + v);
                            FloatVector q = FloatVector.fromArray(S, y, y1 + v);
                %3$s        }
                        if (z.adds) {
                %4$s        }
                %5$s    }
                }
                """.formatted(
                rows,
                each(0, rows, "        FloatVector a%1$d = zero;\n        FloatVector b%1$d = zero;\n"::formatted),
                each(0, rows, """
                                            FloatVector c%1$d = FloatVector.broadcast(S, x[x0 + v + %1$d]);
                                            a%1$d = Lanes.multiplyAdd(c%1$d, p, a%1$d);
                                            b%1$d = Lanes.multiplyAdd(c%1$d, q, b%1$d);
                                """::formatted),
                each(0, rows, row -> """
                                            a%1$d = a%1$d.add(FloatVector.fromArray(S, sums, to0 + %2$d));
                                            b%1$d = b%1$d.add(FloatVector.fromArray(S, sums, to1 + %2$d));
                                """.formatted(row, row * Layout.FILTER_BLOCK)),
                each(0, rows, row -> """
                                        a%1$d.intoArray(sums, to0 + %2$d);
                                        b%1$d.intoArray(sums, to1 + %2$d);
                                """.formatted(row, row * Layout.FILTER_BLOCK)));
    }
}
