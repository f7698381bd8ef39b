package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/**
 * The rows of an IMAGE that rows of outputs by stride 2 meet, turned: [pair of columns][row][column of the pair][channel],
 * with zeros around. Over pairs of columns stride 2 is stride 1, and what an output meets of a pair is one stretch.
 */
final class PairedColumns {
    /** From {@link Layout#FIRST} on. */
    float[] x = {};
    /** Floats from a pair to the next: whole vectors. */
    int apart;

    /** Floats of a pair's row. */
    static int width(ConvolutionSize z) {
        return 2 * z.c();
    }

    /** Floats an output meets of a pair. */
    static int depth(ConvolutionSize z) {
        return z.r() * width(z);
    }

    /** Reads what the outputs of {@code rows} rows from {@code p} on of image {@code n} meet, for whole tiles. */
    void read(ConvolutionSize z, CpuBuffer from, int n, int p, int rows) {
        int height = (rows - 1) * z.stride() + z.r();
        int pairs = tiles(z) * WinogradRow.OUTPUTS + WinogradRow.TAPS - 1;
        apart = Math.ceilDiv(height * width(z), Lanes.COUNT) * Lanes.COUNT;
        x = Kept.atLeast(x, pairs * apart);
        Arrays.fill(x, Layout.FIRST, Layout.FIRST + pairs * apart, 0);
        int top = p * z.stride() - z.pad();
        for (int h = Math.max(0, top); h < Math.min(top + height, z.h()); h++) {
            for (int c = 0; c < z.c(); c++) {
                int row = from.offset() + ((n * z.c() + c) * z.h() + h) * z.w();
                turn(z, from.array(), row, Layout.FIRST + (h - top) * width(z) + c, pairs);
            }
        }
    }

    /** Copies a row of a channel, its first column {@link ConvolutionSize#pad} columns after those of {@code to}. */
    private void turn(ConvolutionSize z, float[] image, int from, int to, int pairs) {
        float[] turned = x;
        int at = to + z.pad() / 2 * apart;
        int column = 0;
        if (z.pad() % 2 == 1) {
            turned[at + z.c()] = image[from];
            at += apart;
            column = 1;
        }
        int end = Math.min(z.w(), 2 * pairs - z.pad());
        for (; column < end - 1; column += 2) {
            turned[at] = image[from + column];
            turned[at + z.c()] = image[from + column + 1];
            at += apart;
        }
        if (column < end) {
            turned[at] = image[from + column];
        }
    }

    /** Tiles of a row of outputs, the last of which may be cut. */
    static int tiles(ConvolutionSize z) {
        return Math.ceilDiv(z.q(), WinogradRow.OUTPUTS);
    }

    /** The points of tile {@code tile}, {@link #apart} floats from each other, to {@code to} on. */
    void transform(int tile, float[] v, int to) {
        int from = Layout.FIRST + tile * WinogradRow.OUTPUTS * apart;
        for (int o = 0; o < apart; o += Lanes.COUNT) {
            WinogradRow.input(x, from + o, apart, v, to + o, apart);
        }
    }
}
