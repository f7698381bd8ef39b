package janus.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TripleTest {
    @Test
    void tripleAddsUpToItsNumberExactly() {
        SplittableRandom random = new SplittableRandom(5);
        double[] numbers = random.doubles(10_000)
                .map(x -> (x - .5) * Math.scalb(1, random.nextInt(-20, 20)))
                .toArray();
        numbers[0] = Math.nextDown(1.0);
        numbers[1] = -Math.nextUp(1.0);
        numbers[2] = 0x1.000001000001p0;
        float[] triples = Triple.of(numbers);
        for (int i = 0; i < numbers.length; i++) {
            double sum = (double) triples[3 * i] + triples[3 * i + 1] + triples[3 * i + 2];
            assertThat(sum).isEqualTo(numbers[i]);
        }
    }
}
