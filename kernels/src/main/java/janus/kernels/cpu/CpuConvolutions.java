package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Convolutions;
import janus.kernels.Normalization;
import janus.kernels.Role;
import org.jspecify.annotations.Nullable;

/** Convolutions, a vector of output channels at a time. */
interface CpuConvolutions extends Convolutions, Normalization {
    Workers workers();

    ChosenConvolution chosen();

    BatchNormalization normalization();

    @Override
    default void convolution(ConvolutionSize z, Buffer x, Buffer w, Buffer y) {
        chosen().forward(z, CpuBuffer.of(x), CpuBuffer.of(w), CpuBuffer.of(y));
    }

    @Override
    default void convolutionBackwardData(ConvolutionSize z, Buffer dy, Buffer w, boolean adds, Buffer dx) {
        CpuBuffer target = CpuBuffer.of(dx);
        if (target.role() == Role.ACTIVATION) {
            chosen().backwardData(z, CpuBuffer.of(dy), CpuBuffer.of(w), adds, target);
            return;
        }
        float[] blocked = new float[Layout.length(dx.shape(), Role.ACTIVATION)];
        CpuBuffer gradient = new CpuBuffer(dx.shape(), Role.ACTIVATION, new CpuBuffer.Storage(blocked, false), 0);
        chosen().backwardData(z, CpuBuffer.of(dy), CpuBuffer.of(w), false, gradient);
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
        CpuBuffer.of(dw).touch();
        chosen().backwardFilter(z, CpuBuffer.of(x), CpuBuffer.of(dy), CpuBuffer.of(dw));
    }

    @Override
    default void convolutionStatistics(ConvolutionSize z, Buffer x, Buffer w, Buffer y, Buffer mean, Buffer variance) {
        chosen().statistics(
                        z,
                        CpuBuffer.of(x),
                        CpuBuffer.of(w),
                        CpuBuffer.of(y),
                        normalization(),
                        View.of(mean),
                        View.of(variance));
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
        FoldedFilter folded = folded(z, eps, new NormalizedFilter(w, mean, variance, gamma, beta));
        CpuBuffer target = CpuBuffer.of(y);
        CpuBuffer added = residual == null ? null : CpuBuffer.of(residual);
        chosen().finished(z, CpuBuffer.of(x), folded.w, Finish.of(folded.shift, added, relu, target), target);
    }

    @Override
    default void residualBlock(
            ConvolutionSize z, double eps, Buffer x, NormalizedFilter a, NormalizedFilter b, Buffer middle, Buffer y) {
        WinogradBlock block = chosen().block(z);
        if (block == null) {
            Convolutions.super.residualBlock(z, eps, x, a, b, middle, y);
        } else {
            block.run(CpuBuffer.of(x), folded(z, eps, a), folded(z, eps, b), CpuBuffer.of(middle), CpuBuffer.of(y));
        }
    }

    private FoldedFilter folded(ConvolutionSize z, double eps, NormalizedFilter w) {
        Coefficients.Channels channels = Coefficients.Channels.of(w.mean(), w.variance(), w.gamma(), w.beta());
        return FoldedFilter.of(z, eps, CpuBuffer.of(w.w()), channels, workers());
    }
}
