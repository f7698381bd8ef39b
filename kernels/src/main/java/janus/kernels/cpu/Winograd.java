package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/**
 * The linear maps of minimal filtering F(m×m, 3×3) (Winograd 1980; Lavin and Gray, CVPR 2016). A tile of m × m outputs
 * is Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A of (m + 2)² inputs d and a filter g, which takes (m + 2)² products and not 9·m². Every
 * map takes 16 channels at a time. A transformed filter's numbers lie {@code apart} floats from each other, as a tile's.
 */
abstract sealed class Winograd extends WinogradTile permits Winograd2, Winograd4 {
    /** Floats a map may need between its two dimensions. */
    static final int ROOM = 36 * Layout.BLOCK;

    /** Outputs on a side of a tile. */
    final int m;
    /** Inputs on a side of a tile. */
    final int side;

    Winograd(int m) {
        this.m = m;
        side = m + 2;
    }

    /** Products of a tile: (m + 2)². */
    final int points() {
        return side * side;
    }

    /** Tiles that cover all outputs. */
    final int tiles(ConvolutionSize z) {
        return new WinogradTiling(z, this).count();
    }

    /** Products for each output and input channel. */
    final double products(ConvolutionSize z) {
        return (double) new WinogradTiling(z, this).products() / ((double) z.n() * z.p() * z.q());
    }

    /** The maps of a tile of m − 1 rows, or columns, of outputs where it is not tall, or wide. */
    WinogradTile kind(boolean tall, boolean wide) {
        return this;
    }

    /** u = G g Gᵀ; {@code tap} floats lie from a number of g to the next, and may be negative to turn it round. */
    abstract void filter(float[] g, int at, int tap, float[] u, int to, int apart, float[] t);

    /** dg = Gᵀ u G, the adjoint of {@link #filter}. */
    abstract void filterAdjoint(float[] u, int at, int apart, float[] dg, int to, int tap, float[] t);
}
