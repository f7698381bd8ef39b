package janus.kernels;

/** Sizes of a 2-d pooling: x [n,c,h,w], y [n,c,p,q], window r × s, equal stride and padding on both axes. */
public record PoolingSize(int n, int c, int h, int w, int r, int s, int stride, int pad) {
    public int p() {
        return (h + 2 * pad - r) / stride + 1;
    }

    public int q() {
        return (w + 2 * pad - s) / stride + 1;
    }
}
