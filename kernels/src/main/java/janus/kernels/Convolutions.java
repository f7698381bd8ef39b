package janus.kernels;

import org.jspecify.annotations.Nullable;

/** 2-d cross-correlation and its two adjoints. x is IMAGE or ACTIVATION, w FILTER, y ACTIVATION. */
public interface Convolutions {
    /** y[n,k,p,q] = Σ x[n,c,p·stride+r−pad,q·stride+s−pad] · w[k,c,r,s], zero outside x. */
    void convolution(ConvolutionSize z, Buffer x, Buffer w, Buffer y);

    /** dx[n,c,h,w] = Σ dy[n,k,p,q] · w[k,c,r,s] over all (k,p,q,r,s) that read x[n,c,h,w]; adds if {@code adds}. */
    void convolutionBackwardData(ConvolutionSize z, Buffer dy, Buffer w, boolean adds, Buffer dx);

    /** dw[k,c,r,s] = Σ x[n,c,p·stride+r−pad,q·stride+s−pad] · dy[n,k,p,q] over n,p,q. */
    void convolutionBackwardFilter(ConvolutionSize z, Buffer x, Buffer dy, Buffer dw);

    /** y = convolution(x, w), with its batch statistics per channel: mean[k] and biased variance[k]. */
    void convolutionStatistics(ConvolutionSize z, Buffer x, Buffer w, Buffer y, Buffer mean, Buffer variance);

    /**
     * y = act(γ·(convolution(x, w) − mean)/√(variance + eps) + β + residual), act = ReLU if {@code relu}: a whole
     * block at inference. A device may fold the affine map into the filter. {@code y} must not be x or residual.
     */
    void convolutionNormalized(
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
            Buffer y);

    /** The filter of a convolution, and the normalization behind it, each [k]: what {@link #convolutionNormalized} takes. */
    record NormalizedFilter(Buffer w, Buffer mean, Buffer variance, Buffer gamma, Buffer beta) {}

    /**
     * y = max(b(max(a(x), 0)) + x, 0), a and b each a {@link #convolutionNormalized} of size z, which keeps the shape. A
     * device may leave max(a(x), 0) in {@code middle}, of the shape of x, or use it as room. y must be no other buffer.
     */
    default void residualBlock(
            ConvolutionSize z, double eps, Buffer x, NormalizedFilter a, NormalizedFilter b, Buffer middle, Buffer y) {
        convolutionNormalized(z, eps, true, x, a.w, a.mean, a.variance, a.gamma, a.beta, null, middle);
        convolutionNormalized(z, eps, true, middle, b.w, b.mean, b.variance, b.gamma, b.beta, x, y);
    }
}
