package janus.kernels.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code Winograd4x3}, {@code Winograd3x4} and {@code Winograd3x3}: one class for each kind of tile, since of a
 * method that has two kinds in it the compiler puts the vectors on the heap. Run its main after a change.
 */
final class WinogradTileGenerator {
    /** Outputs of a tile, down and across. */
    static final int[][] SIZES = {{4, 3}, {3, 4}, {3, 3}};

    private WinogradTileGenerator() {}

    public static void main(String[] args) throws IOException {
        for (int[] size : SIZES) {
            Files.writeString(file(size[0], size[1]), source(size[0], size[1]));
        }
    }

    static Path file(int down, int across) {
        return Path.of("src/main/java/janus/kernels/cpu/Winograd%dx%d.java".formatted(down, across));
    }

    static String source(int down, int across) {
        return """
                package janus.kernels.cpu;

                /** F(%1$d×%2$d, 3×3): %1$d rows of %2$d outputs. Written by WinogradTileGenerator. */
                final class Winograd%1$dx%2$d extends WinogradTile {
                    private static final int BLOCK = Layout.BLOCK;
                    private static final int LANES = Lanes.COUNT;
                    private static final int T6 = Winograd4.T6;
                    private static final int T4 = Winograd4.T4;

                    @Override
                    void input(float[] x, int at, int row, float[] v, int to, int apart, float[] t) {
                        for (int o = 0; o < BLOCK; o += LANES) {
                            for (int j = 0; j < %3$d; j++) {
                                Winograd%1$d.input(x, at + j * BLOCK + o, row, t, j * LANES, T6);
                            }
                            for (int i = 0; i < 6; %4$s) {
                                Winograd%2$d.input(t, i * T6, LANES, v, to + 6 * i * apart + o, apart);
                            }
                        }
                    }

                    @Override
                    void output(float[] u, int at, int apart, Finish finish, int channel, float[] y, int to, int row, float[] t) {
                        for (int o = 0; o < BLOCK; o += LANES) {
                            for (int j = 0; j < 6; %5$s) {
                                Winograd%1$d.output(u, at + j * apart + o, 6 * apart, Finish.NONE, 0, t, j * LANES, T6);
                            }
                            for (int i = 0; i < %1$d; i++) {
                                Winograd%2$d.output(t, i * T6, LANES, finish, channel + o, y, to + i * row + o, BLOCK);
                            }
                        }
                    }

                    @Override
                    void outputAdjoint(float[] dy, int at, int row, float[] u, int to, int apart, float[] t) {
                        for (int o = 0; o < BLOCK; o += LANES) {
                            for (int j = 0; j < %2$d; j++) {
                                Winograd%1$d.outputAdjoint(dy, at + j * BLOCK + o, row, t, j * LANES, T4);
                            }
                            for (int i = 0; i < 6; %4$s) {
                                Winograd%2$d.outputAdjoint(t, i * T4, LANES, u, to + 6 * i * apart + o, apart);
                            }
                        }
                    }
                }
                """.formatted(down, across, across + 2, next("i", down), next("j", across));
    }

    /** To the next point; tiles of 3 outputs have none at place 4. */
    private static String next(String place, int outputs) {
        return outputs == 4 ? place + "++" : "%1$s += %1$s == 3 ? 2 : 1".formatted(place);
    }
}
