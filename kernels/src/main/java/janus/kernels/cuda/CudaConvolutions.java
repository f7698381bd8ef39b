package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Role;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

interface CudaConvolutions extends CudaFamily {
    Dnn dnn();

    @Override
    default void convolution(ConvolutionSize z, Buffer x, Buffer w, Buffer y) {
        dnn().forward(z, own(x).pointer(), filter(w), written(y));
    }

    @Override
    default void convolutionBackwardData(ConvolutionSize z, Buffer dy, Buffer w, boolean adds, Buffer dx) {
        dnn().backwardData(z, own(dy).pointer(), filter(w), adds, written(dx));
    }

    @Override
    default void convolutionBackwardFilter(ConvolutionSize z, Buffer x, Buffer dy, Buffer dw) {
        if (!layout().bf16()) {
            dnn().backwardFilter(z, own(x).pointer(), own(dy).pointer(), written(dw));
            return;
        }
        int count = layout().length(dw.shape(), Role.FILTER);
        Block narrow = memory().take((long) count * Short.BYTES);
        dnn().backwardFilter(z, own(x).pointer(), own(dy).pointer(), narrow.pointer);
        launch().of("layout", "widen_bf16")
                .sizes(count)
                .at(narrow.address)
                .out(dw)
                .over(count);
        memory().giveBack(narrow);
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

    private Pointer written(Buffer buffer) {
        CudaBuffer own = own(buffer);
        own.storage().touch();
        return own.pointer();
    }

    /** The filter as convolutions read it: itself, or its bf16 copy, made anew where the filter has changed since. */
    private Pointer filter(Buffer w) {
        CudaBuffer own = own(w);
        if (!layout().bf16()) {
            return own.pointer();
        }
        int count = layout().length(w.shape(), Role.FILTER);
        CudaBuffer.Shadow shadow = own.shadow((long) count * Short.BYTES);
        if (!shadow.isCurrent(own.storage().version, memory().recording())) {
            launch().of("layout", "shadow_bf16")
                    .sizes(count)
                    .in(w)
                    .at(shadow.block.address)
                    .over(count);
        }
        memory().use(shadow.block);
        return shadow.block.pointer;
    }
}
