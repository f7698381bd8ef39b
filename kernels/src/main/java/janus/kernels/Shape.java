package janus.kernels;

import java.util.Arrays;

/** Extents of a tensor, outermost first; rank 0 is a scalar. Immutable; every extent is at least 1. */
public final class Shape {
    private final int[] extents;
    private final int size;

    private Shape(int[] extents) {
        long product = 1;
        for (int extent : extents) {
            if (extent < 1) {
                throw new IllegalArgumentException("extents must be positive, given " + Arrays.toString(extents));
            }
            product = Math.multiplyExact(product, (long) extent);
        }
        if (product > Integer.MAX_VALUE - 1024) {
            throw new IllegalArgumentException("more than 2^31 elements: " + Arrays.toString(extents));
        }
        this.extents = extents;
        this.size = (int) product;
    }

    public static Shape of(int... extents) {
        return new Shape(extents.clone());
    }

    public int rank() {
        return extents.length;
    }

    /** Extent of axis {@code i}, counted from the outermost. */
    public int at(int i) {
        return extents[i];
    }

    /** All extents, outermost first. */
    public int[] toArray() {
        return extents.clone();
    }

    /** Number of elements: the product of all extents. */
    public int size() {
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    @Override
    public String toString() {
        return Arrays.toString(extents);
    }
}
