package janus.celeba;

import java.util.Arrays;

/**
 * One batch in host memory. {@code images} [n,3,size,size] normalised RGB; {@code attributes} [n,a] in {0,1} and
 * {@code attributeMask} [n,a]; {@code points} [n,2p] as x/width, y/height, alternating, and {@code pointMask} [n,2p].
 * A masked label is 0.
 */
public record Batch(
        int[] rows,
        int size,
        float[] images,
        float[] attributes,
        float[] attributeMask,
        float[] points,
        float[] pointMask) {
    public int n() {
        return rows.length;
    }

    /** Images {@code from} to {@code to}, exclusive. */
    public Batch part(int from, int to) {
        return new Batch(
                Arrays.copyOfRange(rows, from, to),
                size,
                part(images, from, to),
                part(attributes, from, to),
                part(attributeMask, from, to),
                part(points, from, to),
                part(pointMask, from, to));
    }

    private float[] part(float[] numbers, int from, int to) {
        int width = numbers.length / n();
        return Arrays.copyOfRange(numbers, from * width, to * width);
    }
}
