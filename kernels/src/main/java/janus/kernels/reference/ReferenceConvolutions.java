package janus.kernels.reference;

import static janus.kernels.reference.ReferenceBuffer.accumulate;
import static janus.kernels.reference.ReferenceBuffer.get;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Kernels;
import org.jspecify.annotations.Nullable;

interface ReferenceConvolutions extends Kernels {
    @Override
    default void convolution(ConvolutionSize z, Buffer x, Buffer w, Buffer y) {
        clear(y);
        rows(z, (count, ix, iw, iy) -> {
            for (int i = 0; i < count; i++) {
                accumulate(y, iy + i, get(x, ix + i * z.stride()) * get(w, iw));
            }
        });
    }

    @Override
    default void convolutionBackwardData(ConvolutionSize z, Buffer dy, Buffer w, boolean adds, Buffer dx) {
        if (!adds) {
            clear(dx);
        }
        rows(z, (count, ix, iw, iy) -> {
            for (int i = 0; i < count; i++) {
                accumulate(dx, ix + i * z.stride(), get(dy, iy + i) * get(w, iw));
            }
        });
    }

    @Override
    default void convolutionBackwardFilter(ConvolutionSize z, Buffer x, Buffer dy, Buffer dw) {
        clear(dw);
        rows(z, (count, ix, iw, iy) -> {
            for (int i = 0; i < count; i++) {
                accumulate(dw, iw, get(x, ix + i * z.stride()) * get(dy, iy + i));
            }
        });
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

    private void clear(Buffer y) {
        fill(y.shape(), 0, y);
    }

    /** Places of {@code count} neighbouring outputs from {@code iy} and of the inputs from {@code ix} they read. */
    @FunctionalInterface
    interface Row {
        void at(int count, int ix, int iw, int iy);
    }

    /** Visits every (r,s,n,k,c,p) with the range of q for which x[n,c,p·stride+r−pad,q·stride+s−pad] exists. */
    private static void rows(ConvolutionSize z, Row row) {
        for (int r = 0; r < z.r(); r++) {
            for (int s = 0; s < z.s(); s++) {
                int from = Math.max(0, Math.ceilDiv(z.pad() - s, z.stride()));
                int to = Math.min(z.q(), Math.floorDiv(z.w() - 1 + z.pad() - s, z.stride()) + 1);
                for (int nk = 0; nk < z.n() * z.k() && from < to; nk++) {
                    for (int c = 0; c < z.c(); c++) {
                        rows(z, r, s, nk, c, from, to, row);
                    }
                }
            }
        }
    }

    private static void rows(ConvolutionSize z, int r, int s, int nk, int c, int from, int to, Row row) {
        int p = z.p();
        int q = z.q();
        int ix = (nk / z.k() * z.c() + c) * z.h() * z.w() + from * z.stride() + s - z.pad();
        int iw = ((nk % z.k() * z.c() + c) * z.r() + r) * z.s() + s;
        for (int ip = 0; ip < p; ip++) {
            int h = ip * z.stride() + r - z.pad();
            if (h >= 0 && h < z.h()) {
                row.at(to - from, ix + h * z.w(), iw, (nk * p + ip) * q + from);
            }
        }
    }
}
