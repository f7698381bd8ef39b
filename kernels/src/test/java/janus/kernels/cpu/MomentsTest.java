package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** However pixels are cut into units and wherever the shifts lie, mean and variance are those of all pixels. */
class MomentsTest {
    private static final int B = Layout.BLOCK;
    private static final int C = 23;
    private static final int PIXELS = 300;

    @AutoClose
    private final Workers workers = new Workers(2);

    private final float[] x = numbers();
    private final View mean = new View(new float[C], 0);
    private final View variance = new View(new float[C], 0);

    @Test
    void unitsInTwoPassesAgreeWithFloat64() {
        for (int[] cuts : new int[][] {{PIXELS}, {1, PIXELS - 1}, {100, 7, 0, PIXELS - 107}}) {
            Moments moments = new Moments();
            moments.begin(2, cuts.length);
            for (int block = 0; block < 2; block++) {
                for (int unit = 0, from = block * PIXELS * B; unit < cuts.length; from += cuts[unit++] * B) {
                    moments.first(block, unit, x, from, cuts[unit]);
                    moments.shift(block, unit);
                    moments.second(block, unit, x, from, cuts[unit]);
                }
            }
            moments.combine(workers, C, mean, variance);
            compare();
        }
    }

    @Test
    void shiftOfAUnitsFirstPixelsAgreesWithFloat64() {
        Moments moments = new Moments();
        moments.begin(2, 3);
        for (int unit = 0; unit < 6; unit++) {
            int from = unit * PIXELS / 3 * B;
            moments.first(unit / 3, unit % 3, x, from, 4);
            moments.shift(unit / 3, unit % 3);
            moments.count(unit / 3, unit % 3, PIXELS / 3 - 4);
            moments.second(unit / 3, unit % 3, x, from, PIXELS / 3);
        }
        moments.combine(workers, C, mean, variance);
        compare();
    }

    private void compare() {
        for (int c = 0; c < C; c++) {
            int first = c / B * PIXELS * B + c % B;
            double[] numbers = new double[PIXELS];
            Arrays.setAll(numbers, i -> x[first + i * B]);
            double centre = Arrays.stream(numbers).average().orElseThrow();
            double spread = Arrays.stream(numbers)
                    .map(v -> (v - centre) * (v - centre))
                    .average()
                    .orElseThrow();
            // a mean near 100, rounded once; squares of numbers near 1, summed in float
            assertThat(mean.get(c)).isCloseTo(centre, within(1e-5));
            assertThat(variance.get(c)).isCloseTo(spread, within(1e-5));
        }
    }

    /** Normal numbers about 100, which a sum of their squares would drown. */
    private static float[] numbers() {
        Random random = new Random(7);
        float[] x = new float[2 * PIXELS * B];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (100 + random.nextGaussian());
        }
        return x;
    }
}
