package janus.celeba;

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
}
