package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Role;
import java.util.List;

/**
 * Convolutions of stride 2 over an image's channels as ones of stride 1 over 16: tensor cores multiply by sixteens, and of
 * eight lanes an image fills three. On an H200 the first layer takes a third of the time so.
 */
interface CudaPhases extends CudaFamily {
    /** Channels of an image that become one of 16, at most. */
    int MOST = 4;

    int LANES = 16;

    static boolean hasPhases(Layout layout, ConvolutionSize z) {
        return layout.bf16() && z.stride() == 2 && z.c() <= MOST && Math.min(z.r(), z.s()) > 1;
    }

    /** The convolution that gives the same y. */
    static ConvolutionSize phases(ConvolutionSize z) {
        int r = Math.ceilDiv(z.r(), 2);
        int s = Math.ceilDiv(z.s(), 2);
        return new ConvolutionSize(z.n(), LANES, z.p() + r - 1, z.q() + s - 1, z.k(), r, s, 1, 0);
    }

    /** The image as that convolution reads it, kept with it. */
    default long imagePhases(ConvolutionSize z, Buffer x) {
        ConvolutionSize as = phases(z);
        int pixels = as.n() * as.h() * as.w();
        CudaBuffer.Derived kept = own(x).phases((long) pixels * LANES * Short.BYTES);
        if (!kept.isCurrent(List.of(z, own(x).version()), memory().recording())) {
            launch().of("phases", "imagePhases_bf16")
                    .sizes(z.n(), z.h(), z.w(), layout().padded(z.c()), z.pad(), as.h(), as.w())
                    .in(x)
                    .at(kept.block.address)
                    .over(pixels);
        }
        memory().use(kept.block);
        return kept.block.address;
    }

    /** The filter as that convolution reads it; the caller gives the block back. */
    default Block filterPhases(ConvolutionSize z, Buffer w) {
        int count = filterLength(z);
        Block filter = memory().take((long) count * Short.BYTES);
        launch().of("phases", "filterPhases_bf16")
                .sizes(count, z.r(), z.s(), layout().padded(z.c()))
                .in(w)
                .at(filter.address)
                .over(count);
        return filter;
    }

    /** The filter's gradient, from the other convolution. */
    default void phasesGradient(ConvolutionSize z, Buffer x, Buffer dy, Buffer dw) {
        Block narrow = memory().take((long) filterLength(z) * Short.BYTES);
        dnn().backwardFilter(phases(z), imagePhases(z, x), own(dy).address(), narrow.address);
        int count = layout().length(dw.shape(), Role.FILTER);
        launch().of("phases", "filterOfPhases_f32")
                .sizes(count, z.r(), z.s(), layout().padded(z.c()))
                .at(narrow.address)
                .out(dw)
                .over(count);
        memory().giveBack(narrow);
    }

    Dnn dnn();

    private int filterLength(ConvolutionSize z) {
        ConvolutionSize as = phases(z);
        return layout().padded(z.k()) * as.r() * as.s() * LANES;
    }
}
