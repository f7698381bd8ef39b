package janus.models.weights;

import java.nio.ByteBuffer;

/** What can be written into a weight file: its layout is known before its numbers are fetched. */
public interface Values {
    Array.Dtype dtype();

    int[] shape();

    /** Puts all numbers, row-major, into {@code target}, which is little-endian and has exactly the room. */
    void writeTo(ByteBuffer target);

    /** Elements of a shape. */
    static int count(int[] shape) {
        int product = 1;
        for (int extent : shape) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }
}
