package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

interface CudaConvolutions extends CudaPhases {
    @Override
    default void convolution(ConvolutionSize z, Buffer x, Buffer w, Buffer y) {
        if (!CudaPhases.hasPhases(layout(), z)) {
            dnn().forward(z, own(x).address(), filter(w), written(y));
            return;
        }
        Block phases = filterPhases(z, w);
        dnn().forward(CudaPhases.phases(z), imagePhases(z, x), phases.address, written(y));
        memory().giveBack(phases);
    }

    @Override
    default void convolutionBackwardData(ConvolutionSize z, Buffer dy, Buffer w, boolean adds, Buffer dx) {
        dnn().backwardData(z, own(dy).address(), filter(w), adds, written(dx));
    }

    @Override
    default void convolutionBackwardFilter(ConvolutionSize z, Buffer x, Buffer dy, Buffer dw) {
        memory().beside(List.of(own(dw)), () -> filterGradient(z, x, dy, dw));
    }

    private void filterGradient(ConvolutionSize z, Buffer x, Buffer dy, Buffer dw) {
        if (CudaPhases.hasPhases(layout(), z)) {
            phasesGradient(z, x, dy, dw);
        } else if (layout().bf16()) {
            int count = layout().length(dw.shape(), Role.FILTER);
            Block narrow = memory().take(count * layout().numberBytes());
            dnn().backwardFilter(z, own(x).address(), own(dy).address(), narrow.address);
            launch().of("layout", "widen_bf16")
                    .sizes(count)
                    .at(narrow.address)
                    .out(dw)
                    .over(count);
            memory().giveBack(narrow);
        } else {
            dnn().backwardFilter(z, own(x).address(), own(dy).address(), written(dw));
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
        if (!dnn().fuses(z) || !convolutionFolded(z, eps, relu, x, w, mean, variance, gamma, beta, residual, y)) {
            convolution(z, x, w, y);
            normalize(z.n(), z.k(), z.p() * z.q(), eps, relu, y, mean, variance, gamma, beta, residual, y);
        }
    }

    private boolean convolutionFolded(
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
        Pointer filter = folded(z, eps, w, mean, variance, gamma, beta);
        Pointer shift = filter.withByteOffset(layout().length(w.shape(), Role.FILTER) * layout().numberBytes());
        Pointer added = residual == null ? null : own(residual).pointer();
        return dnn().normalized(z, relu, own(x).pointer(), filter, shift, added, Address.at(written(y)));
    }

    /** The filter with the normalization in it, and behind it the shift; made anew where any has changed since. */
    private Pointer folded(
            ConvolutionSize z, double eps, Buffer w, Buffer mean, Buffer variance, Buffer gamma, Buffer beta) {
        int count = layout().length(w.shape(), Role.FILTER);
        int total = layout().padded(z.k());
        CudaBuffer.Derived folded = own(w).folded((count + total) * layout().numberBytes());
        List<Object> versions = new ArrayList<>(List.of(eps));
        Stream.of(w, mean, variance, gamma, beta)
                .forEach(buffer -> versions.add(own(buffer).version()));
        if (!folded.isCurrent(versions, memory().recording())) {
            launch().of("folding", layout().bf16() ? "fold_bf16" : "fold_f32")
                    .sizes(total, z.k(), count / total)
                    .scalar(eps)
                    .in(w, mean, variance, gamma, beta)
                    .at(folded.block.address)
                    .at(folded.block.address + count * layout().numberBytes())
                    .over(count);
        }
        memory().use(folded.block);
        return folded.block.pointer;
    }

    private long written(Buffer buffer) {
        CudaBuffer own = own(buffer);
        own.storage().touch();
        return own.address();
    }

    /**
     * The filter as convolutions read it: itself, or its bf16 copy. Where any filter of an arena has changed since, all
     * are copied at once: an optimiser changes all, and a launch costs more than a copy.
     */
    private long filter(Buffer w) {
        CudaBuffer own = own(w);
        if (!layout().bf16()) {
            return own.address();
        }
        CudaBuffer.Storage storage = own.storage();
        CudaBuffer.Derived shadow = own.shadow();
        if (!shadow.isCurrent(storage.version, memory().recording())) {
            // arenas and filters are whole vectors of eight
            int vectors = Math.toIntExact(storage.bytes / (8 * Float.BYTES));
            launch().of("layout", "shadow_bf16")
                    .sizes(vectors)
                    .at(storage.block.address)
                    .at(shadow.block.address)
                    .over(vectors);
        }
        memory().use(shadow.block);
        return own.in(shadow);
    }
}
