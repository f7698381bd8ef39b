package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Convolutions;
import janus.kernels.Normalization;
import janus.kernels.Role;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Direct convolutions, a vector of output channels at a time. */
interface CpuConvolutions extends Convolutions, Normalization {
    Workers workers();

    @Override
    default void convolution(ConvolutionSize z, Buffer x, Buffer w, Buffer y) {
        CpuBuffer in = CpuBuffer.of(x);
        CpuBuffer filter = CpuBuffer.of(w);
        CpuBuffer out = CpuBuffer.of(y);
        int blocks = Layout.blocks(z.k());
        workers().run(z.n() * blocks, part -> {
            float[] sums = new float[Layout.BLOCK];
            int n = part / blocks;
            int k = part % blocks * Layout.BLOCK;
            for (int p = 0; p < z.p(); p++) {
                for (int q = 0; q < z.q(); q++) {
                    Arrays.fill(sums, 0);
                    pixel(z, in, filter, n, k, p, q, sums);
                    int to = out.offset() + Layout.activation(z.k(), z.p(), z.q(), n, k, p, q);
                    System.arraycopy(sums, 0, out.array(), to, Layout.BLOCK);
                }
            }
        });
    }

    private static void pixel(
            ConvolutionSize z, CpuBuffer in, CpuBuffer filter, int n, int k, int p, int q, float[] sums) {
        float[] x = in.array();
        float[] w = filter.array();
        for (int rs = 0; rs < z.r() * z.s(); rs++) {
            int h = p * z.stride() + rs / z.s() - z.pad();
            int v = q * z.stride() + rs % z.s() - z.pad();
            if (h < 0 || h >= z.h() || v < 0 || v >= z.w()) {
                continue;
            }
            for (int c = 0; c < z.c(); c++) {
                float value = x[in.offset() + index(in, z, n, c, h, v)];
                int at = filter.offset() + Layout.filter(z.c(), z.r() * z.s(), k, c, rs);
                for (int i = 0; i < Layout.BLOCK; i++) {
                    sums[i] += value * w[at + i];
                }
            }
        }
    }

    private static int index(CpuBuffer x, ConvolutionSize z, int n, int c, int h, int w) {
        return x.role() == Role.IMAGE
                ? ((n * z.c() + c) * z.h() + h) * z.w() + w
                : Layout.activation(z.c(), z.h(), z.w(), n, c, h, w);
    }

    @Override
    default void convolutionBackwardData(ConvolutionSize z, Buffer dy, Buffer w, boolean adds, Buffer dx) {
        CpuBuffer out = CpuBuffer.of(dx);
        if (!adds) {
            Arrays.fill(out.array(), out.offset(), out.offset() + out.length(), 0);
        }
        workers().run(z.n() * z.c(), part -> {
            for (int p = 0; p < z.p(); p++) {
                for (int q = 0; q < z.q(); q++) {
                    scatter(z, CpuBuffer.of(dy), CpuBuffer.of(w), part / z.c(), part % z.c(), p, q, out);
                }
            }
        });
    }

    private static void scatter(
            ConvolutionSize z, CpuBuffer in, CpuBuffer filter, int n, int c, int p, int q, CpuBuffer out) {
        float[] dy = in.array();
        float[] w = filter.array();
        for (int rs = 0; rs < z.r() * z.s(); rs++) {
            int h = p * z.stride() + rs / z.s() - z.pad();
            int v = q * z.stride() + rs % z.s() - z.pad();
            if (h < 0 || h >= z.h() || v < 0 || v >= z.w()) {
                continue;
            }
            float sum = 0;
            for (int k = 0; k < z.k(); k++) {
                sum += dy[in.offset() + Layout.activation(z.k(), z.p(), z.q(), n, k, p, q)]
                        * w[filter.offset() + Layout.filter(z.c(), z.r() * z.s(), k, c, rs)];
            }
            out.array()[out.offset() + index(out, z, n, c, h, v)] += sum;
        }
    }

    @Override
    default void convolutionBackwardFilter(ConvolutionSize z, Buffer x, Buffer dy, Buffer dw) {
        CpuBuffer in = CpuBuffer.of(x);
        CpuBuffer out = CpuBuffer.of(dw);
        Arrays.fill(out.array(), out.offset(), out.offset() + out.length(), 0);
        out.touch();
        int taps = z.r() * z.s();
        workers().run(z.c() * taps, part -> {
            for (int n = 0; n < z.n(); n++) {
                for (int pq = 0; pq < z.p() * z.q(); pq++) {
                    int h = pq / z.q() * z.stride() + part % taps / z.s() - z.pad();
                    int w = pq % z.q() * z.stride() + part % taps % z.s() - z.pad();
                    if (h >= 0 && h < z.h() && w >= 0 && w < z.w()) {
                        float value = in.array()[in.offset() + index(in, z, n, part / taps, h, w)];
                        outer(z, value, CpuBuffer.of(dy), n, pq, part / taps, part % taps, out);
                    }
                }
            }
        });
    }

    private static void outer(
            ConvolutionSize z, float value, CpuBuffer in, int n, int pq, int c, int rs, CpuBuffer out) {
        for (int k = 0; k < z.k(); k++) {
            out.array()[out.offset() + Layout.filter(z.c(), z.r() * z.s(), k, c, rs)] +=
                    value * in.array()[in.offset() + Layout.activation(z.k(), z.p(), z.q(), n, k, 0, pq)];
        }
    }

    @Override
    default void convolutionStatistics(
            ConvolutionSize z, Buffer x, Buffer w, Buffer y, Buffer mean, Buffer variance) {
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
}
