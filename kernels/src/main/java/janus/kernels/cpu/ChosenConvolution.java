package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import janus.kernels.Role;
import org.jspecify.annotations.Nullable;

/** Convolutions, each direction by the algorithm its size calls for: a fixed rule, so that a run can be repeated. */
final class ChosenConvolution {
    /** Fewer channels have too few products for each number transformed. */
    private static final int LEAST_CHANNELS = 16;
    /** Fewer tiles have too few products for each number of a transformed filter. */
    private static final int LEAST_TILES = 8;
    /** Products an output and an input channel, above which the 9 of the direct algorithm take less time. */
    private static final double MOST_PRODUCTS = 6;

    private final boolean strict;
    private final Winograd two = new Winograd2();
    private final Winograd four = new Winograd4();
    private final DirectConvolution direct;
    private final FilterGradient filterGradient;
    private final ImageConvolution image;
    private final WinogradConvolution winograd;
    private final WinogradGradient winogradGradient;

    /** {@code strict}: direct sums alone, whose rounding errors are several times smaller. */
    ChosenConvolution(Workers workers, boolean strict) {
        this.strict = strict;
        direct = new DirectConvolution(workers);
        filterGradient = new FilterGradient(workers);
        image = new ImageConvolution(workers);
        winograd = new WinogradConvolution(workers);
        winogradGradient = new WinogradGradient(workers);
    }

    void forward(ConvolutionSize z, CpuBuffer x, CpuBuffer w, CpuBuffer y) {
        Winograd maps = choose(z, x);
        if (x.role() == Role.IMAGE) {
            image.forward(z, x, w, y);
        } else if (maps == null) {
            direct.forward(z, x, w, y);
        } else {
            winograd.forward(maps, z, x, w, y);
        }
    }

    void backwardData(ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        Winograd maps = choose(z, dx);
        if (maps == null) {
            direct.backwardData(z, dy, w, adds, dx);
        } else {
            winograd.backwardData(maps, z, dy, w, adds, dx);
        }
    }

    void backwardFilter(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        Winograd maps = choose(z, x);
        if (x.role() == Role.IMAGE) {
            image.backwardFilter(z, x, dy, dw);
        } else if (maps == null) {
            filterGradient.run(z, x, dy, dw);
        } else {
            winogradGradient.run(maps, z, x, dy, dw);
        }
    }

    private @Nullable Winograd choose(ConvolutionSize z, CpuBuffer x) {
        boolean fits = z.r() == 3 && z.s() == 3 && z.stride() == 1 && z.pad() < 3 && x.role() == Role.ACTIVATION;
        if (strict || !fits || Math.min(z.c(), z.k()) < LEAST_CHANNELS) {
            return null;
        }
        Winograd least = four.products(z) < two.products(z) ? four : two;
        return least.products(z) > MOST_PRODUCTS || least.tiles(z) < LEAST_TILES ? null : least;
    }
}
