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

    DirectConvolution direct();

    @Override
    default void convolution(ConvolutionSize z, Buffer x, Buffer w, Buffer y) {
        direct().forward(z, CpuBuffer.of(x), CpuBuffer.of(w), CpuBuffer.of(y));
    }

    private static int index(CpuBuffer x, ConvolutionSize z, int n, int c, int h, int w) {
        return x.role() == Role.IMAGE
                ? ((n * z.c() + c) * z.h() + h) * z.w() + w
                : Layout.activation(z.c(), z.h(), z.w(), n, c, h, w);
    }

    @Override
    default void convolutionBackwardData(ConvolutionSize z, Buffer dy, Buffer w, boolean adds, Buffer dx) {
        CpuBuffer target = CpuBuffer.of(dx);
        if (target.role() == Role.ACTIVATION) {
            direct().backwardData(z, CpuBuffer.of(dy), CpuBuffer.of(w), adds, target);
            return;
        }
        float[] blocked = new float[Layout.length(dx.shape(), Role.ACTIVATION)];
        CpuBuffer gradient = new CpuBuffer(dx.shape(), Role.ACTIVATION, new CpuBuffer.Storage(blocked, false), 0);
        direct().backwardData(z, CpuBuffer.of(dy), CpuBuffer.of(w), false, gradient);
        float[] image = target.array();
        Layout.runs(dx.shape(), Role.ACTIVATION, (outside, inside, count, stride) -> {
            for (int i = 0; i < count; i++) {
                int to = target.offset() + outside + i;
                image[to] = (adds ? image[to] : 0) + blocked[inside + i * stride];
            }
        });
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
}
