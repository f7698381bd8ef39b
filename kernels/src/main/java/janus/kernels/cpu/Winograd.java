package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.List;

/**
 * The linear maps of minimal filtering F(m×m, 3×3) (Winograd 1980; Lavin and Gray, CVPR 2016). A tile of m × m outputs
 * is Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A of inputs d and a filter g, which takes fewer products than 9·m². Every map takes 16
 * channels at a time. A transformed filter's numbers lie {@code apart} floats from each other, as a tile's.
 */
abstract sealed class Winograd permits Toeplitz2, Winograd2, Winograd4, Polyphase, PolyphaseData {
    /** Floats a map may need between its two dimensions: 9 × 9 numbers at most. */
    static final int ROOM = 81 * Layout.BLOCK;

    /** Outputs on a side of a tile, in {@link #grain}s. */
    final int m;
    /** Products on a side of a tile. */
    final int side;
    /** Inputs on a side of a tile. */
    final int reach;
    /** Inputs from a grain of outputs to the next. */
    final int stride;
    /** Outputs that are never parted. */
    final int grain;
    /** Products, of those on a side, that a tile of m − 1 outputs does without; none: there are no such tiles. */
    final List<Integer> spared;

    private final WinogradTile[] kinds;

    /**
     * {@code kinds} of tiles by their outputs: m × m, and, where products are {@code spared}, m × (m − 1), (m − 1) × m and
     * (m − 1) × (m − 1).
     */
    Winograd(int m, int side, int reach, int stride, int grain, List<Integer> spared, WinogradTile... kinds) {
        this.m = m;
        this.side = side;
        this.reach = reach;
        this.stride = stride;
        this.grain = grain;
        this.spared = spared;
        this.kinds = kinds;
    }

    /** Products of a tile. */
    final int points() {
        return side * side;
    }

    /** Numbers of a transformed filter. */
    int filters() {
        return points();
    }

    /** The number of a transformed filter that is multiplied at a point. */
    int filter(int point) {
        return point;
    }

    /** Whether no point before it has its filter. */
    boolean isFirst(int point) {
        return true;
    }

    /** Grains of outputs on a side of a tile, which may be shorter by one. */
    final int grains(boolean large) {
        return large ? m : m - 1;
    }

    /** Inputs on a side of so many tiles. */
    final int reach(boolean large, int tiles) {
        return tiles * grains(large) * stride + reach - m * stride;
    }

    /** Tiles that cover all outputs. */
    final int tiles(ConvolutionSize z) {
        return new WinogradTiling(WinogradSize.forward(z), this).count();
    }

    /** Products for each output, input and output channel. */
    final double products(ConvolutionSize z) {
        long products = new WinogradTiling(WinogradSize.forward(z), this).products();
        return (double) products / ((double) z.n() * z.p() * z.q());
    }

    /** The maps by which a gradient goes back to x. */
    Winograd data() {
        return this;
    }

    /** The maps of a tile of m − 1 rows, or columns, of outputs where it is not tall, or wide. */
    final WinogradTile kind(WinogradTiling.Run run) {
        return kinds[(run.tall ? 0 : 2) + (run.wide ? 0 : 1)];
    }

    /** u = G g Gᵀ; {@code tap} floats lie from a number of g to the next, and may be negative to turn it round. */
    abstract void filterTile(float[] g, int at, int tap, float[] u, int to, int apart, float[] t);

    /** dg = Gᵀ u G, the adjoint of {@link #filterTile(float[], int, int, float[], int, int, float[])}. */
    abstract void filterAdjointTile(float[] u, int at, int apart, float[] dg, int to, int tap, float[] t);
}
