package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/**
 * The linear maps of minimal filtering F(m×m, 3×3) (Winograd 1980; Lavin and Gray, CVPR 2016). A tile of m × m outputs
 * is Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A of (m + 2)² inputs d and a filter g, which takes (m + 2)² products and not 9·m². Every
 * map takes 16 channels at a time; {@code t} is room for {@link #ROOM} floats between its two dimensions.
 *
 * <p>Pixels of x, y and dy are 16 floats, and {@code row} floats from one row to the next. The (m + 2)² numbers of a
 * transformed tile or filter lie {@code apart} floats from each other.
 */
abstract sealed class Winograd permits Winograd2, Winograd4 {
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
        return z.n() * Math.ceilDiv(z.p(), m) * Math.ceilDiv(z.q(), m);
    }

    /** Products for each output and input channel. */
    final double products(ConvolutionSize z) {
        return (double) points() * tiles(z) / ((double) z.n() * z.p() * z.q());
    }

    /** v = Bᵀ d B, d the tile of x at {@code at}. */
    abstract void input(float[] x, int at, int row, float[] v, int to, int apart, float[] t);

    /** y = Aᵀ u A, finished as of 16 channels from {@code channel} on, to m × m pixels of y. */
    abstract void output(
            float[] u, int at, int apart, Finish finish, int channel, float[] y, int to, int row, float[] t);

    /** u = A dy Aᵀ, the adjoint of {@link #output}. */
    abstract void outputAdjoint(float[] dy, int at, int row, float[] u, int to, int apart, float[] t);

    /** u = G g Gᵀ; {@code tap} floats lie from a number of g to the next, and may be negative to turn it round. */
    abstract void filter(float[] g, int at, int tap, float[] u, int to, int apart, float[] t);

    /** dg = Gᵀ u G, the adjoint of {@link #filter}. */
    abstract void filterAdjoint(float[] u, int at, int apart, float[] dg, int to, int tap, float[] t);
}
