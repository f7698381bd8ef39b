package janus.kernels.cpu;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a class for each kind of tile, of one-dimensional maps down and across: in a method that has two kinds in it the
 * compiler puts the vectors on the heap.
 */
final class WinogradTileGenerator {
    /**
     * Maps of one dimension: a class of static methods.
     *
     * @param reach inputs
     * @param outputs numbers it makes
     * @param points products of the largest tile of its family
     * @param skips how a short tile steps over those it does without; empty: it has all
     */
    private record Dimension(String name, int reach, int outputs, int points, String skips) {
        /** Passes all points, as {@code place}. */
        String loop(String place) {
            return skips.isEmpty()
                    ? "int %1$s = 0; %1$s < %2$d; %1$s++".formatted(place, points)
                    : skips.replace("@", place);
        }
    }

    /**
     * A kind of tile.
     *
     * @param adjoint whether gradients of filters go by it
     */
    private record Kind(String name, String formula, Dimension down, Dimension across, boolean adjoint) {}

    private static final Dimension EDGES = new Dimension("Toeplitz2", 4, 2, 3, "");
    private static final Dimension TWO = new Dimension("Winograd2", 4, 2, 4, "");
    private static final Dimension FOUR = new Dimension("Winograd4", 6, 4, 6, "");
    private static final Dimension THREE = new Dimension("Winograd3", 5, 3, 6, "int @ = 0; @ < 6; @ += @ == 3 ? 2 : 1");
    private static final String SHORT = "int @ = 0; @ < 8; @ += @ == 2 ? 2 : 1";
    private static final Dimension STRIDED4 = new Dimension("Polyphase4", 9, 4, 9, "");
    private static final Dimension STRIDED3 = new Dimension("Polyphase3", 7, 3, 9, SHORT);
    private static final Dimension DATA8 = new Dimension("PolyphaseData8", 5, 8, 9, "");
    private static final Dimension DATA6 = new Dimension("PolyphaseData6", 4, 6, 9, SHORT);

    private static final List<Kind> KINDS = List.of(
            new Kind("Toeplitz2x2", "Maps of 2×2 by 3×3 filters", EDGES, EDGES, false),
            plain(TWO, TWO),
            plain(FOUR, FOUR),
            plain(FOUR, THREE),
            plain(THREE, FOUR),
            plain(THREE, THREE),
            strided(STRIDED4, STRIDED4),
            strided(STRIDED4, STRIDED3),
            strided(STRIDED3, STRIDED4),
            strided(STRIDED3, STRIDED3),
            data(DATA8, DATA8),
            data(DATA8, DATA6),
            data(DATA6, DATA8),
            data(DATA6, DATA6));

    private WinogradTileGenerator() {}

    private static Kind plain(Dimension down, Dimension across) {
        String size = "F(%d×%d, 3×3)".formatted(down.outputs, across.outputs);
        return new Kind("Winograd" + size(down, across), size, down, across, true);
    }

    private static Kind strided(Dimension down, Dimension across) {
        String size = "F(%d×%d, 3×3) of stride 2".formatted(down.outputs, across.outputs);
        return new Kind("Polyphase" + size(down, across), size, down, across, true);
    }

    private static Kind data(Dimension down, Dimension across) {
        String size = "Gradients of %d×%d inputs by stride 2".formatted(down.outputs, across.outputs);
        return new Kind("PolyphaseData" + size(down, across), size, down, across, false);
    }

    private static String size(Dimension down, Dimension across) {
        return down.outputs + "x" + across.outputs;
    }

    /** The text of each class, by its name. */
    static Map<String, String> sources() {
        return KINDS.stream().collect(Collectors.toMap(Kind::name, WinogradTileGenerator::source));
    }

    private static String source(Kind kind) {
        return """
                package janus.kernels.cpu;

                /** %s: %d rows of %d. Written by WinogradTileGenerator. */
                final class %s extends WinogradTile {
                    private static final int BLOCK = Layout.BLOCK;
                    private static final int LANES = Lanes.COUNT;
                    private static final int T0 = Layout.FIRST;
                    private static final int T = %d * LANES;

                """.formatted(kind.formula, kind.down.outputs, kind.across.outputs, kind.name, kind.down.points)
                + input(kind)
                + "\n"
                + output(kind)
                + (kind.adjoint ? "\n" + adjoint(kind) : "")
                + "}\n";
    }

    private static String input(Kind kind) {
        return """
                    @Override
                    void inputDownTile(float[] x, int at, int row, int columns, float[] t, int to, int width) {
                        for (int i = 0; i < columns; i++) {
                            %s.input(x, at + i * BLOCK, row, t, to + i * LANES, width);
                        }
                    }

                    @Override
                    void inputAcrossTile(float[] t, int at, int width, float[] v, int to, int apart) {
                        for (%s) {
                            %s.input(t, at + i * width, LANES, v, to + %d * i * apart, apart);
                        }
                    }
                """.formatted(kind.down.name, kind.down.loop("i"), kind.across.name, kind.across.points);
    }

    private static String output(Kind kind) {
        return """
                    @Override
                    void outputTile(float[] u, int at, int apart, float[] y, int to, int row, float[] t) {
                        for (int o = 0; o < BLOCK; o += LANES) {
                            for (%s) {
                                %s.output(u, at + j * apart + o, %d * apart, t, T0 + j * LANES, T);
                            }
                            for (int i = 0; i < %d; i++) {
                                %s.output(t, T0 + i * T, LANES, y, to + i * row + o, BLOCK);
                            }
                        }
                    }
                """.formatted(
                        kind.across.loop("j"), kind.down.name, kind.across.points, kind.down.outputs, kind.across.name);
    }

    private static String adjoint(Kind kind) {
        return """
                    @Override
                    void adjointTile(float[] dy, int at, int row, float[] u, int to, int apart, float[] t) {
                        for (int o = 0; o < BLOCK; o += LANES) {
                            for (int j = 0; j < %d; j++) {
                                %s.outputAdjoint(dy, at + j * BLOCK + o, row, t, T0 + j * LANES, T);
                            }
                            for (%s) {
                                %s.outputAdjoint(t, T0 + i * T, LANES, u, to + %d * i * apart + o, apart);
                            }
                        }
                    }
                """.formatted(
                        kind.across.outputs, kind.down.name, kind.down.loop("i"), kind.across.name, kind.across.points);
    }
}
