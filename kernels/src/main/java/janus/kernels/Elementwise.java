package janus.kernels;

/** Maps over all elements of tensors of equal shape and role. All but the copies work in place. */
public interface Elementwise {
    /** y = max(x, 0); NaN stays NaN. */
    void relu(Shape z, Buffer x, Buffer y);

    /** dx = dy·[y &gt; 0]: the gradient at 0 is 0. */
    void reluBackward(Shape z, Buffer y, Buffer dy, Buffer dx);

    /** y = 1/(1 + e^−x), without overflow. */
    void sigmoid(Shape z, Buffer x, Buffer y);

    /** dx = dy·y·(1 − y). */
    void sigmoidBackward(Shape z, Buffer y, Buffer dy, Buffer dx);

    /** y = a + b. */
    void add(Shape z, Buffer a, Buffer b, Buffer y);

    /** y = a − b. */
    void subtract(Shape z, Buffer a, Buffer b, Buffer y);

    /** y = a·b. */
    void multiply(Shape z, Buffer a, Buffer b, Buffer y);

    /** y = factor·x. */
    void scale(Shape z, double factor, Buffer x, Buffer y);

    /** y = value; padding lanes stay 0. */
    void fill(Shape z, double value, Buffer y);

    /** y = x. */
    void copy(Shape z, Buffer x, Buffer y);

    /**
     * y = x·keep/(1 − rate) with keep[i] = [uniform(key, stream, i) ≥ rate]; i is the row-major index, so the mask does
     * not depend on layout. key: PLAIN [4], four 16-bit words, low first; see {@link Philox}. Its own adjoint.
     */
    void dropout(Shape z, double rate, int stream, Buffer key, Buffer x, Buffer y);

    /** y[n,c,hw] = x[n,c,hw] + b[c]; ACTIVATION, or PLAIN [n,c] with hw = 1. */
    void addBias(int n, int c, int hw, Buffer x, Buffer b, Buffer y);

    /** y[n, c·h·w] PLAIN = x[n,c,h,w] ACTIVATION or IMAGE in row-major order. */
    void flatten(int n, int c, int h, int w, Buffer x, Buffer y);

    /** Adjoint of {@link #flatten}: dx[n,c,h,w] ACTIVATION or IMAGE = dy[n, c·h·w] PLAIN. */
    void unflatten(int n, int c, int h, int w, Buffer dy, Buffer dx);

    /**
     * y[n, iy…iy+count, hw] = x[n, ix…ix+count, hw], where x has cx and y has cy channels; other channels of y keep
     * their contents. A call that writes y's last channel also zeroes its padding lanes.
     */
    void copyChannels(int n, int hw, int cx, int ix, int cy, int iy, int count, Buffer x, Buffer y);
}
