package janus.kernels;

import org.jspecify.annotations.Nullable;

/**
 * Batch normalization (Ioffe and Szegedy, 2015) over n and pixels: x [n,c,hw] ACTIVATION, or [n,c] PLAIN with hw = 1;
 * statistics, γ and β are PLAIN [c]. With x̂ = (x − mean)/√(variance + eps).
 */
public interface Normalization {
    /** mean[c] and biased variance[c] = Σ(x − mean)²/(n·hw), without cancellation. */
    void batchStatistics(int n, int c, int hw, Buffer x, Buffer mean, Buffer variance);

    /**
     * running = (1 − momentum)·running + momentum·batch, where the variance enters unbiased: variance·count/(count−1)
     * (count = 1: as it is). Nothing changes when apply[0] = 0.
     */
    void updateRunningStatistics(
            int c,
            int count,
            double momentum,
            Buffer apply,
            Buffer mean,
            Buffer variance,
            Buffer runningMean,
            Buffer runningVariance);

    /** y = act(γ·x̂ + β + residual), act = ReLU if {@code relu}; y may be x (in place). */
    void normalize(
            int n,
            int c,
            int hw,
            double eps,
            boolean relu,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            @Nullable Buffer residual,
            Buffer y);

    /**
     * Adjoint of {@link #normalize} where mean and variance are those of x: with g = dy, or dy·[y &gt; 0] if
     * {@code relu}: dβ = Σg, dγ = Σg·x̂, dx = γ/√(variance+eps)·(g − dβ/m − x̂·dγ/m), m = n·hw, and dresidual = g.
     * y is what normalize gave, read only if {@code relu}; null where no residual was added: the kernel then finds y
     * from x as normalize did, to the bit. dx may be x or dy (in place), dresidual may be dy.
     */
    void normalizeBackward(
            int n,
            int c,
            int hw,
            double eps,
            boolean relu,
            Buffer dy,
            @Nullable Buffer y,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            Buffer dgamma,
            Buffer dbeta,
            Buffer dx,
            @Nullable Buffer dresidual);
}
