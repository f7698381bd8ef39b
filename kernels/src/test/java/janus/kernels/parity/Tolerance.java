package janus.kernels.parity;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How far an output may be from the truth. Given for each element: the truth, and its magnitude, which is what the same
 * kernel gives for the absolute values of its inputs: Σ|terms| where the kernel is a sum of products.
 */
@FunctionalInterface
interface Tolerance {
    /** Unit roundoff of float32. */
    double U = 0x1p-24;

    IntToDoubleFunction bounds(double[] truth, double[] magnitude);

    /** How large the numbers are that are stored in a feature map on the way to the output, in its own measure. */
    default double stored() {
        return 0;
    }

    /** This, for an output behind a feature map whose roundings reach it as those of numbers of {@code size}. */
    default Tolerance through(double size) {
        Tolerance own = this;
        return new Tolerance() {
            @Override
            public IntToDoubleFunction bounds(double[] truth, double[] magnitude) {
                return own.bounds(truth, magnitude);
            }

            @Override
            public double stored() {
                return size;
            }
        };
    }

    /** Nothing is computed, or correctly rounded once: the float nearest to the truth. */
    static Tolerance exact() {
        return (truth, magnitude) -> i -> 0;
    }

    /**
     * Sums of n products. The certain bound (n + 1)·u·Σ|terms| would hide a missing term when n is large; rounding
     * errors being independent, λ·√n·u·Σ|terms| holds but for a probability 2·exp(−λ²/2) (Higham and Mary, 2019). λ = 5,
     * and 8 roundings for what follows the sum.
     */
    static Tolerance sum(double n) {
        return (truth, magnitude) -> i -> (5 * Math.sqrt(n) + 8) * U * Math.max(magnitude[i], Math.abs(truth[i]));
    }

    /** {@code k} roundings, relative to the element. Subnormals are at 2⁻¹⁴⁹. */
    static Tolerance roundings(double k) {
        return (truth, magnitude) -> i -> k * U * Math.abs(truth[i]) + 0x1p-148;
    }

    /** {@code k} roundings, relative to the largest element: for differences of numbers of that size. */
    static Tolerance ofLargest(double k) {
        return (truth, magnitude) -> {
            double largest = Arrays.stream(truth).map(Math::abs).max().orElse(0);
            return i -> k * U * largest;
        };
    }

    /**
     * Sums by minimal filtering, relative to the largest element, whose neighbours share a tile with it. A sum
     * of n products in order has an error of √(n/6) roundings of the result, the three transforms one of about √3; what
     * follows scales the error by {@code amplification}, in which the columns of |Aᵀ|·(|G|·1 ⊙ |Bᵀ|·1) stand to those of
     * the 3×3 products themselves, as 2-norms in two dimensions. Twice that, because errors and results are both as far
     * out as the largest of as many, but not past 3e-5 forward and 1e-4 for filters.
     */
    static Tolerance minimalFiltering(double n, double amplification, double most) {
        return ofLargest(Math.min(2 * amplification * Math.sqrt(n / 6 + 3), most / U));
    }

    /** As near as one or the other wants. */
    default Tolerance or(Tolerance other) {
        return (truth, magnitude) -> {
            IntToDoubleFunction one = bounds(truth, magnitude);
            IntToDoubleFunction two = other.bounds(truth, magnitude);
            return i -> Math.max(one.applyAsDouble(i), two.applyAsDouble(i));
        };
    }

    /** {@code k} roundings of numbers as large as {@code scale}. */
    static Tolerance of(double k, double scale) {
        return (truth, magnitude) -> i -> k * U * scale;
    }
}
