package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;

/** What normalization goes by, forward and back: x [n,c], or [n,c] and hw pixels, and for each channel the rest. */
record Batch(int n, int c, int hw, double eps, Buffer x, Buffer mean, Buffer variance, Buffer gamma, Buffer beta) {
    /** A shape of as many numbers, laid out the same. */
    Shape shape() {
        return x.role() == Role.PLAIN ? Shape.of(n, c) : Shape.of(n, c, 1, hw);
    }
}
