package janus.kernels.cpu;

/**
 * The maps of a kind of tile. Pixels of x, y and dy are 16 floats, and {@code row} floats from one row to the next. The
 * numbers of a transformed tile lie {@code apart} floats from each other. {@code t} is room between two dimensions.
 *
 * <p>Each method is as much as C2 takes into one: with two of them, or one and much else, in the method that calls them
 * vectors end on the heap, so the launcher forbids that.
 */
abstract class WinogradTile {
    /** Bᵀ d of columns of x, a vector of channels, to t: {@code width} floats from one row to the next. */
    abstract void inputDownTile(float[] x, int at, int row, int columns, float[] t, int to, int width);

    /** v = (Bᵀ d) B, of the tile whose first column is at {@code at}. */
    abstract void inputAcrossTile(float[] t, int at, int width, float[] v, int to, int apart);

    /** y = Aᵀ u A, to the tile's pixels of y. */
    abstract void outputTile(float[] u, int at, int apart, float[] y, int to, int row, float[] t);

    /** u = A dy Aᵀ, the adjoint of {@link #outputTile}, by which gradients of filters go. */
    void adjointTile(float[] dy, int at, int row, float[] u, int to, int apart, float[] t) {
        throw new UnsupportedOperationException("no gradient of a filter goes by these maps");
    }
}
