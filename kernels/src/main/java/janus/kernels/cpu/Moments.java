package janus.kernels.cpu;

import java.util.Arrays;

/**
 * Mean and variance by channel from units of pixels, which who produces the numbers may cut as suits him, by sizes
 * alone. A unit leaves for each channel block how many pixels it had, and three rows of 16: a shift near the numbers,
 * Σ(x − shift) and Σ(x − shift)². Over units the sums are taken in float64, in the units' order.
 */
final class Moments {
    private static final int B = Layout.BLOCK;
    private static final int SHIFT = 0;
    private static final int SUM = B;
    private static final int SQUARES = 2 * B;
    private static final int WIDTH = 3 * B;

    private final Kept room = new Kept();
    private float[] rows = {};
    private int[] pixels = {};
    private int units;

    /** Forgets everything and makes room for {@code units} of each block. */
    void begin(int blocks, int units) {
        this.units = units;
        int count = blocks * units;
        rows = room.zeros(count * WIDTH);
        if (pixels.length < count) {
            pixels = new int[count];
        }
        Arrays.fill(pixels, 0, count, 0);
    }

    /** Where the rows of a unit begin. */
    private int at(int block, int unit) {
        return (block * units + unit) * WIDTH;
    }

    /** Counts pixels of a unit that have no part in its shift. */
    void count(int block, int unit, int more) {
        pixels[block * units + unit] += more;
    }

    /**
     * Takes a run of pixels in for the unit's shift, its mean. A unit that is in a core's cache can afford two passes,
     * {@link #first} over all its runs, then {@link #second}: no number then lies far from the shift.
     */
    void first(int block, int unit, float[] x, int from, int run) {
        ChannelSums.plain(x, from, run, rows, at(block, unit) + SHIFT);
        count(block, unit, run);
    }

    /** Turns what {@link #first} summed into the shift. */
    void shift(int block, int unit) {
        int at = at(block, unit) + SHIFT;
        // a unit may be empty
        float count = Math.max(1, pixels[block * units + unit]);
        for (int lane = 0; lane < B; lane++) {
            rows[at + lane] /= count;
        }
    }

    /** Sums a run of pixels about the shift. */
    void second(int block, int unit, float[] x, int from, int run) {
        ChannelSums.shifted(x, from, run, rows, at(block, unit) + SUM);
    }

    /** Mean and biased variance of c channels. */
    void combine(Workers workers, int c, View mean, View variance) {
        workers.run(Layout.blocks(c), block -> {
            for (int i = block * B; i < Math.min(c, (block + 1) * B); i++) {
                combine(block, i, mean, variance);
            }
        });
    }

    private void combine(int block, int channel, View mean, View variance) {
        int first = at(block, 0) + channel % B;
        double count = 0;
        double sum = 0;
        for (int unit = 0, at = first; unit < units; unit++, at += WIDTH) {
            double share = pixels[block * units + unit];
            count += share;
            sum += share * rows[at + SHIFT] + rows[at + SUM];
        }
        double centre = sum / count;
        double squares = 0;
        for (int unit = 0, at = first; unit < units; unit++, at += WIDTH) {
            // Σ(x − mean)² = Σ(x − s)² + 2·(s − mean)·Σ(x − s) + pixels·(s − mean)², s the unit's shift
            double d = rows[at + SHIFT] - centre;
            squares += rows[at + SQUARES] + d * (2.0 * rows[at + SUM] + d * pixels[block * units + unit]);
        }
        mean.set(channel, centre);
        variance.set(channel, Math.max(squares, 0) / count);
    }
}
