package janus.celeba;

import java.util.Arrays;

/**
 * Bilinear resizing of one image size to another, bit for bit as Pillow's {@code Image.resize(…, BILINEAR)}: a triangle
 * widened by the scale when shrinking, weights of 22 fractional bits, rows first, 8 bits after each of the two passes.
 */
final class Resampling {
    private static final int BITS = 22;

    private final int width;
    private final int height;
    private final int toWidth;
    private final int toHeight;
    private final Weights across;
    private final Weights down;

    Resampling(int width, int height, int toWidth, int toHeight) {
        this.width = width;
        this.height = height;
        this.toWidth = toWidth;
        this.toHeight = toHeight;
        this.across = Weights.of(width, toWidth);
        this.down = Weights.of(height, toHeight);
    }

    /** For output i: the first input it reads, how many, and their weights from {@code i·stride}. */
    private record Weights(int[] first, int[] count, int[] weights, int stride) {
        static Weights of(int from, int to) {
            double scale = (double) from / to;
            double support = Math.max(scale, 1);
            int stride = 2 * (int) Math.ceil(support) + 1;
            int[] first = new int[to];
            int[] count = new int[to];
            int[] weights = new int[to * stride];
            double[] raw = new double[stride];
            for (int i = 0; i < to; i++) {
                double center = (i + 0.5) * scale;
                first[i] = Math.max((int) (center - support + 0.5), 0);
                count[i] = Math.min((int) (center + support + 0.5), from) - first[i];
                double sum = 0;
                for (int k = 0; k < count[i]; k++) {
                    raw[k] = Math.max(1 - Math.abs((k + first[i] - center + 0.5) * (1 / support)), 0);
                    sum += raw[k];
                }
                for (int k = 0; k < count[i]; k++) {
                    weights[i * stride + k] = (int) (raw[k] / sum * (1 << BITS) + 0.5);
                }
            }
            return new Weights(first, count, weights, stride);
        }
    }

    /** {@code rgb} [height][width][3] to [toHeight][toWidth][3]. */
    byte[] apply(byte[] rgb) {
        byte[] narrow = toWidth == width ? rgb : horizontal(rgb);
        return toHeight == height ? narrow : vertical(narrow);
    }

    private byte[] horizontal(byte[] in) {
        byte[] out = new byte[3 * height * toWidth];
        for (int y = 0, to = 0; y < height; y++) {
            for (int i = 0; i < toWidth; i++, to += 3) {
                int r = 1 << BITS - 1;
                int g = r;
                int b = r;
                int at = 3 * (y * width + across.first[i]);
                int k = i * across.stride;
                for (int end = k + across.count[i]; k < end; k++, at += 3) {
                    int weight = across.weights[k];
                    r += (in[at] & 0xFF) * weight;
                    g += (in[at + 1] & 0xFF) * weight;
                    b += (in[at + 2] & 0xFF) * weight;
                }
                out[to] = clipped(r);
                out[to + 1] = clipped(g);
                out[to + 2] = clipped(b);
            }
        }
        return out;
    }

    private byte[] vertical(byte[] in) {
        int row = 3 * toWidth;
        byte[] out = new byte[toHeight * row];
        int[] sums = new int[row];
        for (int i = 0; i < toHeight; i++) {
            Arrays.fill(sums, 1 << BITS - 1);
            for (int k = 0; k < down.count[i]; k++) {
                int weight = down.weights[i * down.stride + k];
                int at = (down.first[i] + k) * row;
                for (int x = 0; x < row; x++) {
                    sums[x] += (in[at + x] & 0xFF) * weight;
                }
            }
            for (int x = 0; x < row; x++) {
                out[i * row + x] = clipped(sums[x]);
            }
        }
        return out;
    }

    private static byte clipped(int sum) {
        return (byte) Math.min(sum >> BITS, 255);
    }
}
