package janus.kernels.cpu;

import janus.kernels.Buffer;
import java.util.Arrays;

/**
 * What batch normalization multiplies and adds by: for each channel block its rows of 16, one after the other, with
 * zeros in padding lanes, which keeps those of every map 0.
 */
final class Coefficients {
    private static final int B = Layout.BLOCK;
    static final int MEAN = 0;
    /** γ/√(variance + eps). */
    static final int SCALE = B;

    static final int BETA = 2 * B;
    /** Σg/m. */
    static final int GRADIENT = 3 * B;
    /** Σg·(x − mean)/(m·(variance + eps)). */
    static final int SLOPE = 4 * B;

    /** Numbers that {@link #differentiate} takes of a unit: Σg of 16 channels, then Σg·(x − mean). */
    static final int SUMS = 2 * B;

    private static final int WIDTH = 5 * B;

    /** The rows of a block whose y is x. */
    static final float[] IDENTITY = identity();

    private final Kept room = new Kept();
    float[] rows = {};

    /** Where the rows of a block begin. */
    static int at(int block) {
        return block * WIDTH;
    }

    /** Takes in what the forward direction needs, of c channels. */
    void set(int c, double eps, Channels channels) {
        rows = room.zeros(Layout.blocks(c) * WIDTH);
        for (int i = 0; i < c; i++) {
            int at = at(i / B) + i % B;
            rows[at + MEAN] = (float) channels.mean.get(i);
            rows[at + SCALE] = (float) (channels.gamma.get(i) / Math.sqrt(channels.variance.get(i) + eps));
            rows[at + BETA] = (float) channels.beta.get(i);
        }
    }

    /** Takes in nothing but what is subtracted. */
    void centre(int c, View mean) {
        rows = room.zeros(Layout.blocks(c) * WIDTH);
        for (int i = 0; i < c; i++) {
            rows[at(i / B) + i % B + MEAN] = (float) mean.get(i);
        }
    }

    /**
     * Writes dγ and dβ of blocks {@code first} … {@code end − 1} and what the gradient of x needs, from the {@link #SUMS}
     * numbers that each of a block's {@code units} left, one after the other; a channel has m numbers.
     */
    void differentiate(
            int first,
            int end,
            int c,
            double m,
            double eps,
            float[] sums,
            int units,
            Channels channels,
            View dgamma,
            View dbeta) {
        for (int i = first * B; i < Math.min(c, end * B); i++) {
            double sum = 0;
            double product = 0;
            for (int unit = i / B * units; unit < (i / B + 1) * units; unit++) {
                sum += sums[unit * SUMS + i % B];
                product += sums[unit * SUMS + B + i % B];
            }
            double square = channels.variance.get(i) + eps;
            dbeta.set(i, sum);
            dgamma.set(i, product / Math.sqrt(square));
            int at = at(i / B) + i % B;
            rows[at + GRADIENT] = (float) (sum / m);
            rows[at + SLOPE] = (float) (product / square / m);
        }
    }

    /** Statistics and parameters, by channel. */
    record Channels(View mean, View variance, View gamma, View beta) {
        static Channels of(Buffer mean, Buffer variance, Buffer gamma, Buffer beta) {
            return new Channels(View.of(mean), View.of(variance), View.of(gamma), View.of(beta));
        }
    }

    private static float[] identity() {
        float[] rows = new float[WIDTH];
        Arrays.fill(rows, SCALE, SCALE + B, 1f);
        return rows;
    }
}
