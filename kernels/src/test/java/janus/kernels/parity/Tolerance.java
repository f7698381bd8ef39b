package janus.kernels.parity;

/**
 * How far an output may be from the truth. Given for each element: the truth, and its magnitude, which is what the same
 * kernel gives for the absolute values of its inputs: Σ|terms| where the kernel is a sum of products.
 */
@FunctionalInterface
interface Tolerance {
    /** Unit roundoff of float32. */
    double U = 0x1p-24;

    double at(int i, double[] truth, double[] magnitude);

    /** Nothing is computed, or correctly rounded once: the float nearest to the truth. */
    static Tolerance exact() {
        return (i, truth, magnitude) -> 0;
    }

    /**
     * Sums of n products. The certain bound (n + 1)·u·Σ|terms| would hide a missing term when n is large; rounding
     * errors being independent, λ·√n·u·Σ|terms| holds but for a probability 2·exp(−λ²/2) (Higham and Mary, 2019). λ = 5,
     * and 8 roundings for what follows the sum.
     */
    static Tolerance sum(double n) {
        return (i, truth, magnitude) -> (5 * Math.sqrt(n) + 8) * U * Math.max(magnitude[i], Math.abs(truth[i]));
    }

    /** {@code k} roundings, relative to the element. Subnormals are at 2⁻¹⁴⁹. */
    static Tolerance roundings(double k) {
        return (i, truth, magnitude) -> k * U * Math.abs(truth[i]) + 0x1p-148;
    }

    /** {@code k} roundings, relative to the largest element: for differences of numbers of that size. */
    static Tolerance ofLargest(double k) {
        return (i, truth, magnitude) -> {
            double largest = 0;
            for (double v : truth) {
                largest = Math.max(largest, Math.abs(v));
            }
            return k * U * largest;
        };
    }

    /** {@code k} roundings of numbers as large as {@code scale}. */
    static Tolerance of(double k, double scale) {
        return (i, truth, magnitude) -> k * U * scale;
    }
}
