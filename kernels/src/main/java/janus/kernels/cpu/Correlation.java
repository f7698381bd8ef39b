package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.ArrayList;
import java.util.List;

/**
 * A stride of sums over an input map: for each (i, j) of a lattice, out[i·step + top, j·step + left] = Σ over taps of
 * in[i·stride + dh, j·stride + dw] · w[tap]. Forward convolution is one of these; backward data is one for each residue
 * of the rows and columns of dx by the stride, since those meet different taps.
 */
record Correlation(Map in, Map out, int stride, int step, int top, int left, int rows, int columns, List<Tap> taps) {
    /** A feature map of n images. */
    record Map(int n, int channels, int height, int width) {
        int blocks() {
            return Layout.blocks(channels);
        }

        /** Floats of one channel block of one image. */
        int plane() {
            return height * width * Layout.BLOCK;
        }
    }

    /** Offset in the input, and the filter's r·S + s. */
    record Tap(int dh, int dw, int index) {
        Windows.Cell cell() {
            return new Windows.Cell(dh, dw);
        }
    }

    static Correlation forward(ConvolutionSize z) {
        List<Tap> taps = new ArrayList<>();
        for (int tap = 0; tap < z.r() * z.s(); tap++) {
            taps.add(new Tap(tap / z.s() - z.pad(), tap % z.s() - z.pad(), tap));
        }
        return new Correlation(input(z), output(z), z.stride(), 1, 0, 0, z.p(), z.q(), taps);
    }

    static List<Correlation> backwardData(ConvolutionSize z) {
        List<Correlation> phases = new ArrayList<>();
        for (int top = 0; top < Math.min(z.stride(), z.h()); top++) {
            for (int left = 0; left < Math.min(z.stride(), z.w()); left++) {
                phases.add(backwardPhase(z, top, left));
            }
        }
        return phases;
    }

    private static Correlation backwardPhase(ConvolutionSize z, int top, int left) {
        List<Tap> taps = new ArrayList<>();
        for (int tap = 0; tap < z.r() * z.s(); tap++) {
            int h = top + z.pad() - tap / z.s();
            int w = left + z.pad() - tap % z.s();
            if (h % z.stride() == 0 && w % z.stride() == 0) {
                taps.add(new Tap(h / z.stride(), w / z.stride(), tap));
            }
        }
        int rows = (z.h() - top + z.stride() - 1) / z.stride();
        int columns = (z.w() - left + z.stride() - 1) / z.stride();
        return new Correlation(output(z), input(z), 1, z.stride(), top, left, rows, columns, taps);
    }

    static Map input(ConvolutionSize z) {
        return new Map(z.n(), z.c(), z.h(), z.w());
    }

    static Map output(ConvolutionSize z) {
        return new Map(z.n(), z.k(), z.p(), z.q());
    }
}
