package janus.kernels;

import org.jspecify.annotations.Nullable;

/** Matrix products, sums and pooling. Sums have a fixed order: the number of threads changes no bit. */
public interface Reductions {
    /**
     * c[m,n] = op(a)·op(b), adds if {@code adds}; op(a) is [m,k], stored [k,m] if {@code transposeA}; op(b) is [k,n],
     * stored [n,k] if {@code transposeB}. All PLAIN.
     */
    void matmul(
            int m, int n, int k, boolean transposeA, boolean transposeB, Buffer a, Buffer b, boolean adds, Buffer c);

    /** y[0] = Σx over all elements. */
    void sum(Shape z, Buffer x, Buffer y);

    /** dx = factor·dy[0] everywhere: adjoint of factor·sum. */
    void spread(Shape z, double factor, Buffer dy, Buffer dx);

    /** y[c] = Σx[n,c,hw]; ACTIVATION, or PLAIN [n,c] with hw = 1. */
    void sumChannels(int n, int c, int hw, Buffer x, Buffer y);

    /** y[0] = Σa·b over PLAIN vectors of length n, summed in float64 or pairwise: fit for gradients of 10⁸ numbers. */
    void dot(int n, Buffer a, Buffer b, Buffer y);

    /**
     * Mean of x[n,c] PLAIN over the elements whose mask is not 0 (null: all): into y[c] by column, or into y[0] over
     * everything. An empty mask gives 0. Masked elements are not read as numbers: a NaN there does no harm.
     */
    void maskedMean(int n, int c, boolean byColumn, Buffer x, @Nullable Buffer mask, Buffer y);

    /** Adjoint of {@link #maskedMean}: dx = dy/count where the mask is not 0, else 0. */
    void maskedMeanBackward(int n, int c, boolean byColumn, @Nullable Buffer mask, Buffer dy, Buffer dx);

    /**
     * Largest value of each window over the pixels inside x, NaN if one is NaN; index = its place r·S+s in the window,
     * first on a tie.
     */
    void maxPool(PoolingSize z, Buffer x, Buffer y, Buffer index);

    /** dx = Σ dy of the windows whose maximum the pixel was. */
    void maxPoolBackward(PoolingSize z, Buffer dy, Buffer index, Buffer dx);

    /** Mean of each window, padding counted as zeros (PyTorch's default). */
    void averagePool(PoolingSize z, Buffer x, Buffer y);

    void averagePoolBackward(PoolingSize z, Buffer dy, Buffer dx);

    /** y[n,c] PLAIN = mean of x[n,c,hw] ACTIVATION over the pixels. */
    void globalAveragePool(int n, int c, int hw, Buffer x, Buffer y);

    void globalAveragePoolBackward(int n, int c, int hw, Buffer dy, Buffer dx);
}
