package janus.kernels.reference;

import static janus.kernels.reference.ReferenceBuffer.read;
import static janus.kernels.reference.ReferenceBuffer.write;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Kernels;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * By the definition, on copies with one channel axis last, so that the innermost loop is a run. Threads share out
 * images or filters; an output's sum belongs to one thread and has one order.
 */
interface ReferenceConvolutions extends Kernels {
    @Override
    default void convolution(ConvolutionSize z, Buffer x, Buffer w, Buffer y) {
        int c = z.c();
        int k = z.k();
        int rs = z.r() * z.s();
        double[] pixels = transpose(z.n(), c, z.h() * z.w(), read(x, z.n() * c * z.h() * z.w()));
        double[] filter = transpose(1, k, c * rs, read(w, k * c * rs));
        double[] sums = new double[z.n() * z.p() * z.q() * k];
        parallel(
                z.n(),
                n -> windows(z, n, (in, tap, out) -> {
                    for (int ic = 0; ic < c; ic++) {
                        addRun(k, pixels[in * c + ic], filter, (ic * rs + tap) * k, sums, out * k);
                    }
                }));
        write(transpose(z.n(), z.p() * z.q(), k, sums), y);
    }

    @Override
    default void convolutionBackwardData(ConvolutionSize z, Buffer dy, Buffer w, boolean adds, Buffer dx) {
        int c = z.c();
        int k = z.k();
        int rs = z.r() * z.s();
        int hw = z.h() * z.w();
        double[] gradient = transpose(z.n(), k, z.p() * z.q(), read(dy, z.n() * k * z.p() * z.q()));
        double[] filter = transpose(k, c, rs, read(w, k * c * rs));
        double[] sums = adds ? transpose(z.n(), c, hw, read(dx, z.n() * c * hw)) : new double[z.n() * hw * c];
        parallel(
                z.n(),
                n -> windows(z, n, (in, tap, out) -> {
                    for (int ik = 0; ik < k; ik++) {
                        addRun(c, gradient[out * k + ik], filter, (ik * rs + tap) * c, sums, in * c);
                    }
                }));
        write(transpose(z.n(), hw, c, sums), dx);
    }

    @Override
    default void convolutionBackwardFilter(ConvolutionSize z, Buffer x, Buffer dy, Buffer dw) {
        int c = z.c();
        int k = z.k();
        int rs = z.r() * z.s();
        double[] pixels = transpose(z.n(), c, z.h() * z.w(), read(x, z.n() * c * z.h() * z.w()));
        double[] gradient = transpose(z.n(), k, z.p() * z.q(), read(dy, z.n() * k * z.p() * z.q()));
        double[] sums = new double[k * rs * c];
        parallel(k, ik -> {
            for (int n = 0; n < z.n(); n++) {
                windows(
                        z,
                        n,
                        (in, tap, out) -> addRun(c, gradient[out * k + ik], pixels, in * c, sums, (ik * rs + tap) * c));
            }
        });
        write(transpose(k, rs, c, sums), dw);
    }

    @Override
    default void convolutionStatistics(ConvolutionSize z, Buffer x, Buffer w, Buffer y, Buffer mean, Buffer variance) {
        convolution(z, x, w, y);
        batchStatistics(z.n(), z.k(), z.p() * z.q(), y, mean, variance);
    }

    @Override
    default void convolutionNormalized(
            ConvolutionSize z,
            double eps,
            boolean relu,
            Buffer x,
            Buffer w,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            @Nullable Buffer residual,
            Buffer y) {
        convolution(z, x, w, y);
        normalize(z.n(), z.k(), z.p() * z.q(), eps, relu, y, mean, variance, gamma, beta, residual, y);
    }

    /** One tap of one window: x's pixel {@code in} meets the filter's place {@code tap} for y's pixel {@code out}. */
    @FunctionalInterface
    interface Tap {
        void at(int in, int tap, int out);
    }

    /** Visits every tap inside x of every window of image {@code n}; pixels are counted through the batch. */
    private static void windows(ConvolutionSize z, int n, Tap tap) {
        for (int p = 0; p < z.p(); p++) {
            for (int q = 0; q < z.q(); q++) {
                for (int rs = 0; rs < z.r() * z.s(); rs++) {
                    int h = p * z.stride() + rs / z.s() - z.pad();
                    int w = q * z.stride() + rs % z.s() - z.pad();
                    if (h >= 0 && h < z.h() && w >= 0 && w < z.w()) {
                        tap.at((n * z.h() + h) * z.w() + w, rs, (n * z.p() + p) * z.q() + q);
                    }
                }
            }
        }
    }

    /** y += factor·x over {@code count} neighbours. */
    private static void addRun(int count, double factor, double[] x, int ix, double[] y, int iy) {
        for (int i = 0; i < count; i++) {
            y[iy + i] += factor * x[ix + i];
        }
    }

    /** [outer, rows, columns] → [outer, columns, rows]. */
    private static double[] transpose(int outer, int rows, int columns, double[] x) {
        double[] y = new double[x.length];
        parallel(outer * columns, oc -> {
            int start = oc / columns * rows * columns + oc % columns;
            for (int row = 0; row < rows; row++) {
                y[oc * rows + row] = x[start + row * columns];
            }
        });
        return y;
    }

    private static void parallel(int count, IntConsumer body) {
        IntStream.range(0, count).parallel().forEach(body);
    }
}
