package janus.kernels.cpu;

import static janus.kernels.cpu.TileGenerator.each;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the register tiles {@code MapTileN}, in the manner of {@link WindowTileGenerator}. They have more sums than the
 * compiler inlines calls of ours, so they call {@code fma} itself: that it always inlines.
 */
final class MapTileGenerator {
    static final List<Integer> SIDES = List.of(PixelMaps.SMALL, PixelMaps.COLUMNS);

    private final int side;
    /** Vectors of output channels: they take registers, as pixels do. */
    private final List<String> vectors;

    private final Comparator<Term> order;
    private final Set<String> loaded = new HashSet<>();

    /** x[in]·w[tap] is a term of y[out]. */
    private record Term(int tap, int in, int out) {}

    private MapTileGenerator(int side) {
        this.side = side;
        boolean small = side == PixelMaps.SMALL;
        vectors = small ? List.of("a", "b") : List.of("a");
        // 4 pixels stay in registers and 18 vectors of taps pass, or 9 stay and 16 pixels pass
        order = Comparator.comparingInt(small ? Term::tap : Term::in);
    }

    static String source(int side) {
        return new MapTileGenerator(side).source();
    }

    private String source() {
        return """
                package janus.kernels.cpu;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** A map of %1$d × %1$d outputs × %2$s of output channels. Written by MapTileGenerator. */
                final class MapTile%1$d {
                    private static final VectorSpecies<Float> S = Lanes.SPECIES;
                %8$s
                    private MapTile%1$d() {}

                    /** Adds the inputs from {@code x0} on by the taps from {@code w0} on to the sums of each vector. */
                    static void run(PixelMaps z, int x0, int w0%3$s) {
                        float[] x = z.x;
                        float[] w = z.w;
                        float[] y = z.y;
                        int blocks = z.blocks;
                        int plane = z.plane;
                %4$s        for (int block = 0; block < blocks; block++) {
                            int u = x0 + block * plane;
                            int v = w0 + block * %5$d;
                            for (int c = 0; c < 16; c++) {
                                int i = u + c;
                                int j = v + c * 32;
                %6$s            }
                        }
                %7$s    }
                }
                """.formatted(
                        side,
                        vectors.size() == 1 ? "a vector" : "2 vectors",
                        each(0, vectors.size(), ", int y%d"::formatted),
                        sums("        FloatVector %1$s%2$d = FloatVector.fromArray(S, y, y%3$d + %4$d);\n"),
                        PixelMaps.FILTER,
                        products(),
                        sums("        %1$s%2$d.intoArray(y, y%3$d + %4$d);\n"),
                        vectors.size() == 1 ? "" : "    private static final int LANES = S.length();\n");
    }

    private String sums(String line) {
        return each(
                0,
                side * side,
                out -> each(0, vectors.size(), v -> line.formatted(vectors.get(v), out, v, out * Layout.BLOCK)));
    }

    private String products() {
        StringBuilder lines = new StringBuilder();
        for (Term term : terms()) {
            String input = "c" + term.in;
            if (loaded.add(input)) {
                lines.append("                FloatVector %s = FloatVector.broadcast(S, x[i + %d]);\n"
                        .formatted(input, term.in * Layout.BLOCK));
            }
            for (int v = 0; v < vectors.size(); v++) {
                String weight = (v == 0 ? "p" : "q") + term.tap;
                if (loaded.add(weight)) {
                    lines.append("                FloatVector %s = FloatVector.fromArray(S, w, j + %d%s);\n"
                            .formatted(weight, term.tap * PixelPlan.TAP, v == 0 ? "" : " + LANES"));
                }
                String sum = vectors.get(v) + term.out;
                lines.append("                %1$s = %2$s.fma(%3$s, %1$s);\n".formatted(sum, input, weight));
            }
        }
        return lines.toString();
    }

    private List<Term> terms() {
        List<Term> terms = new ArrayList<>();
        for (int in = 0; in < side * side; in++) {
            for (int out = 0; out < side * side; out++) {
                int row = in / side - out / side + 1;
                int column = in % side - out % side + 1;
                if (row == Math.clamp(row, 0, 2) && column == Math.clamp(column, 0, 2)) {
                    terms.add(new Term(row * 3 + column, in, out));
                }
            }
        }
        terms.sort(order);
        return terms;
    }
}
