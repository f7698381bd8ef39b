package janus.celeba;

import java.util.Arrays;

/**
 * One batch in host memory. {@code pictures} [n,size,size,3] are RGB bytes, {@code maps} [n,12] what makes images of
 * them: a, b, c, d, s, t, then mean and deviation of each channel, of bytes/255. What an image has at (u, v) its picture
 * has at (a·(u − s) + b·(v − t), c·(u − s) + d·(v − t)), both in pixels from their centres; between pixels it is bilinear,
 * outside the edge is repeated. {@code attributes} [n,a] in {0,1} and {@code attributeMask} [n,a]; {@code points} [n,2p]
 * as x/width, y/height, alternating, and {@code pointMask} [n,2p]. A masked label is 0.
 */
public record Batch(
        int[] rows,
        int size,
        byte[] pictures,
        double[] maps,
        float[] attributes,
        float[] attributeMask,
        float[] points,
        float[] pointMask) {
    /** Numbers of a map. */
    public static final int MAP = 12;

    /** Maps of {@code n} pictures that stay where they are. */
    public static double[] still(int n, float[] mean, float[] deviation) {
        double[] maps = new double[n * MAP];
        for (int at = 0; at < maps.length; at += MAP) {
            maps[at] = 1;
            maps[at + 3] = 1;
            for (int c = 0; c < 3; c++) {
                maps[at + 6 + c] = mean[c];
                maps[at + 9 + c] = deviation[c];
            }
        }
        return maps;
    }

    public int n() {
        return rows.length;
    }

    /** Images {@code from} to {@code to}, exclusive. */
    public Batch part(int from, int to) {
        return new Batch(
                Arrays.copyOfRange(rows, from, to),
                size,
                Arrays.copyOfRange(pictures, from * (pictures.length / n()), to * (pictures.length / n())),
                Arrays.copyOfRange(maps, from * (maps.length / n()), to * (maps.length / n())),
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
