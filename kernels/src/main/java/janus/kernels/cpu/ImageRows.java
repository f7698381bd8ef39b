package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/**
 * The rows of an IMAGE that a row of outputs meets, turned: [column][channel][row modulo r], with zeros around. What a
 * pixel meets is one stretch of them, and the next row of outputs needs no more than its own new rows.
 */
final class ImageRows {
    /** Floats that tiles of a filter's gradient may read past the last; their sums are of no use. */
    private static final int SLACK = 8;

    float[] x = {};
    private int image;
    /** The row after the last. */
    private int end;

    /** Floats a pixel meets: [column of the filter][channel][row of the image modulo r]. */
    static int depth(ConvolutionSize z) {
        return z.s() * z.c() * z.r();
    }

    /** Floats from a pixel to the next. */
    static int apart(ConvolutionSize z) {
        return z.stride() * z.c() * z.r();
    }

    /** Where, modulo r, the first row lies that the outputs of row {@code p} meet. */
    static int turn(ConvolutionSize z, int p) {
        return Math.floorMod(p * z.stride() - z.pad(), z.r());
    }

    /** Forgets what it has. */
    void clear(ConvolutionSize z) {
        int floats = (z.q() - 1) * apart(z) + depth(z);
        x = Kept.atLeast(x, floats + SLACK);
        Arrays.fill(x, 0, floats, 0);
        image = -1;
    }

    /** Reads what outputs of row {@code p} of image {@code n} meet and the row before did not. */
    void read(ConvolutionSize z, CpuBuffer from, int n, int p) {
        int top = p * z.stride() - z.pad();
        int columns = Math.min(z.w(), (z.q() - 1) * z.stride() + z.s() - z.pad());
        for (int h = n == image ? Math.max(top, end) : top; h < top + z.r(); h++) {
            for (int c = 0; c < z.c(); c++) {
                int at = (z.pad() * z.c() + c) * z.r() + Math.floorMod(h, z.r());
                int row = from.offset() + ((n * z.c() + c) * z.h() + h) * z.w();
                turn(from.array(), row, h >= 0 && h < z.h(), columns, x, at, z.c() * z.r());
            }
        }
        image = n;
        end = top + z.r();
    }

    private static void turn(float[] x, int from, boolean inside, int count, float[] to, int at, int step) {
        for (int i = 0; i < count; i++) {
            to[at + i * step] = inside ? x[from + i] : 0;
        }
    }
}
