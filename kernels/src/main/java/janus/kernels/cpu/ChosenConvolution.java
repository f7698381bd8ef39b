package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import janus.kernels.KernelTable;
import janus.kernels.Role;
import janus.kernels.cpu.ConvolutionKey.Direction;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions, each direction by the algorithm that a table names for its size, or else {@link ConvolutionRule}: a
 * function of the size and the lanes alone, so that a run can be repeated.
 */
final class ChosenConvolution {
    private final KernelTable<ConvolutionKey, Algorithm> table;
    private final boolean strict;
    private final DirectConvolution direct;
    private final FilterGradient filterGradient;
    private final ImageConvolution image;
    private final ImageGradient imageGradient;
    private final PixelConvolution pixelwise;
    private final WinogradConvolution winograd;
    private final WinogradGradient winogradGradient;
    /** What the rule chose for kept filters: to count products takes as long as a small kernel. */
    private final Map<ConvolutionSize, Algorithm> kept = new HashMap<>();

    /** {@code strict}: direct sums alone, whose rounding errors are several times smaller, whatever the table says. */
    ChosenConvolution(Workers workers, KernelTable<ConvolutionKey, Algorithm> table, boolean strict) {
        this.table = table;
        this.strict = strict;
        direct = new DirectConvolution(workers);
        filterGradient = new FilterGradient(workers);
        image = new ImageConvolution(workers, strict);
        imageGradient = new ImageGradient(workers, strict);
        pixelwise = new PixelConvolution(workers);
        winograd = new WinogradConvolution(workers);
        winogradGradient = new WinogradGradient(workers);
    }

    void forward(ConvolutionSize z, CpuBuffer x, CpuBuffer w, CpuBuffer y) {
        if (x.role() == Role.IMAGE) {
            image.forward(z, x, w, Finish.NONE, y);
        } else {
            forward(choose(Direction.FORWARD, z), z, x, w, false, Finish.NONE, y);
        }
    }

    /** As {@link #forward}, and mean and variance of each channel of y; an image's are taken as it is convolved. */
    void statistics(
            ConvolutionSize z,
            CpuBuffer x,
            CpuBuffer w,
            CpuBuffer y,
            BatchNormalization normalization,
            View mean,
            View variance) {
        if (x.role() == Role.IMAGE) {
            image.statistics(z, x, w, y, mean, variance);
        } else {
            forward(z, x, w, y);
            normalization.statistics(new Strips(z.n(), z.k(), z.p() * z.q()), y, mean, variance);
        }
    }

    /**
     * As {@link #forward}, and {@code finish}ed. Forms derived from w are kept with it, so that other algorithms pay, and
     * for another size of the batch others: the fixed rule alone chooses, not the table.
     */
    void finished(ConvolutionSize z, CpuBuffer x, CpuBuffer w, Finish finish, CpuBuffer y) {
        if (x.role() == Role.IMAGE) {
            image.forward(z, x, w, finish, y);
        } else {
            forward(chooseKept(z), z, x, w, true, finish, y);
        }
    }

    /** Two convolutions of size z that {@link #finished} would compute one after the other; null if that takes less time. */
    @Nullable
    WinogradBlock block(ConvolutionSize z) {
        return winograd.block(chooseKept(z), z);
    }

    void backwardData(ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        backwardData(choose(Direction.DATA, z), z, dy, w, adds, dx);
    }

    void backwardFilter(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        if (x.role() == Role.IMAGE) {
            imageGradient.run(z, x, dy, dw);
        } else {
            backwardFilter(choose(Direction.FILTER, z), z, x, dy, dw);
        }
    }

    void forward(
            Algorithm algorithm,
            ConvolutionSize z,
            CpuBuffer x,
            CpuBuffer w,
            boolean kept,
            Finish finish,
            CpuBuffer y) {
        if (algorithm.maps != null) {
            winograd.forward(algorithm.maps, z, x, w, kept, finish, y);
        } else if (algorithm == Algorithm.PIXELWISE) {
            pixelwise.forward(z, x, w, finish, y);
        } else {
            direct.forward(z, x, w, finish, y);
        }
    }

    void backwardData(Algorithm algorithm, ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        if (algorithm.maps != null) {
            winograd.backwardData(algorithm.maps, z, dy, w, adds, dx);
        } else if (algorithm == Algorithm.PIXELWISE) {
            pixelwise.backwardData(z, dy, w, adds, dx);
        } else {
            direct.backwardData(z, dy, w, adds, dx);
        }
    }

    void backwardFilter(Algorithm algorithm, ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        if (algorithm.maps != null) {
            winogradGradient.run(algorithm.maps, z, x, dy, dw);
        } else if (algorithm == Algorithm.PIXELWISE) {
            pixelwise.backwardFilter(z, x, dy, dw);
        } else {
            filterGradient.run(z, x, dy, dw);
        }
    }

    private Algorithm chooseKept(ConvolutionSize z) {
        return strict ? Algorithm.DIRECT : kept.computeIfAbsent(z, ConvolutionRule::chooseKept);
    }

    /** The algorithm that runs where x is no image. */
    Algorithm choose(Direction direction, ConvolutionSize z) {
        if (strict) {
            return Algorithm.DIRECT;
        }
        Algorithm listed = table.choice(ConvolutionKey.of(direction, z));
        return listed != null && listed.worthwhile(z) ? listed : ConvolutionRule.choose(direction, z);
    }
}
