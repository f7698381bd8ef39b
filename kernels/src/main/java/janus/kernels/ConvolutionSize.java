package janus.kernels;

/**
 * Sizes of a 2-d convolution: x [n,c,h,w], w [k,c,r,s], y [n,k,p,q], equal stride and zero padding on both axes.
 * p = ⌊(h + 2·pad − r) / stride⌋ + 1.
 */
public record ConvolutionSize(int n, int c, int h, int w, int k, int r, int s, int stride, int pad) {
    public int p() {
        return (h + 2 * pad - r) / stride + 1;
    }

    public int q() {
        return (w + 2 * pad - s) / stride + 1;
    }

    /** Multiplications and additions of one direction, padding counted. */
    public double flops() {
        return 2.0 * n * k * p() * q() * c * r * s;
    }
}
