package janus.kernels.cpu;

import static janus.kernels.cpu.TileGenerator.each;

/** Writes the register tile {@code RowTile}, in the manner of {@link WindowTileGenerator}. */
final class RowTileGenerator {
    private RowTileGenerator() {}

    static String source() {
        return """
                package janus.kernels.cpu;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** A row of %1$d outputs × 2 vectors of output channels. Written by RowTileGenerator. */
                final class RowTile {
                    private static final VectorSpecies<Float> S = Lanes.SPECIES;
                    private static final int LANES = S.length();

                    private RowTile() {}

                    /** Adds rows of inputs from {@code x0} on by rows of taps from {@code w0} on, to {@code y0} and {@code y1}. */
                    static void run(PixelMaps z, int rows, int x0, int w0, int y0, int y1) {
                        float[] x = z.x;
                        float[] w = z.w;
                        float[] y = z.y;
                        int blocks = z.blocks;
                        int plane = z.plane;
                %2$s        for (int block = 0; block < blocks; block++) {
                            for (int row = 0; row < rows; row++) {
                                int u = x0 + block * plane + row * %3$d;
                                int v = w0 + block * %4$d + row * %5$d;
                                for (int c = 0; c < 16; c++) {
                                    int j = v + c * 32;
                %6$s%7$s                }
                            }
                        }
                %8$s    }
                }
                """.formatted(
                        PixelMaps.COLUMNS,
                        each(0, PixelMaps.COLUMNS, out -> """
                                FloatVector a%1$d = FloatVector.fromArray(S, y, y0 + %2$d);
                                FloatVector b%1$d = FloatVector.fromArray(S, y, y1 + %2$d);
                        """.formatted(out, out * Layout.BLOCK)),
                        PixelMaps.COLUMNS * Layout.BLOCK,
                        PixelMaps.FILTER,
                        PixelMaps.ROW,
                        each(0, PixelMaps.COLUMNS, in -> """
                                            FloatVector c%d = FloatVector.broadcast(S, x[u + c + %d]);
                        """.formatted(in, in * Layout.BLOCK)),
                        each(0, 3, RowTileGenerator::tap),
                        each(0, PixelMaps.COLUMNS, out -> """
                                a%1$d.intoArray(y, y0 + %2$d);
                                b%1$d.intoArray(y, y1 + %2$d);
                        """.formatted(out, out * Layout.BLOCK)));
    }

    /** Each input by the tap that it meets is for the output a column behind, or at it, or a column before. */
    private static String tap(int tap) {
        String loads = """
                                    FloatVector p%1$d = FloatVector.fromArray(S, w, j + %2$d);
                                    FloatVector q%1$d = FloatVector.fromArray(S, w, j + %2$d + LANES);
                """.formatted(tap, tap * PixelPlan.TAP);
        int first = Math.max(0, 1 - tap);
        int end = Math.min(PixelMaps.COLUMNS, PixelMaps.COLUMNS + 1 - tap);
        return loads + each(first, end, out -> """
                                    a%1$d = Lanes.multiplyAdd(c%2$d, p%3$d, a%1$d);
                                    b%1$d = Lanes.multiplyAdd(c%2$d, q%3$d, b%1$d);
                """.formatted(out, out + tap - 1, tap));
    }
}
