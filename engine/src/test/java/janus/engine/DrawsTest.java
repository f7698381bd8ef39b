package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 17, 1000})
    void permutationHoldsEveryNumberOnce(int n) {
        int[] order = Draws.of(5).permutation(n);
        assertThat(Arrays.stream(order).sorted().toArray())
                .containsExactly(IntStream.range(0, n).toArray());
    }

    @Test
    void permutationsOfThreeAreEquallyLikely() {
        int[] counts = new int[9];
        for (int i = 0; i < 6000; i++) {
            int[] order = Draws.of(9).at(0, i).permutation(3);
            counts[3 * order[0] + order[1]]++;
        }
        // six outcomes of 1000 each, deviation 28.9; four of them
        assertThat(Arrays.stream(counts).filter(c -> c > 0)).hasSize(6).allMatch(c -> Math.abs(c - 1000) < 116);
    }

    @Test
    void streamsEpochsStepsAndSeedsDiffer() {
        Draws draws = Draws.of(1);
        assertThat(new long[] {
                    draws.key(),
                    draws.in("a").key(),
                    draws.in("b").key(),
                    draws.in("a").in("b").key(),
                    draws.in("ab").key(),
                    draws.at(0, 1).key(),
                    draws.at(1, 0).key(),
                    Draws.of(2).key()
                })
                .doesNotHaveDuplicates();
        assertThat(draws.in("a").at(3, 4)).isEqualTo(Draws.of(1).in("a").at(3, 4));
    }

    @Test
    void numbersHaveTheirMoments() {
        Draws draws = Draws.of(11);
        int n = 100_000;
        double uniform =
                IntStream.range(0, n).mapToDouble(draws::uniform).average().orElseThrow();
        double[] normal = IntStream.range(0, n).mapToDouble(draws::normal).toArray();
        double square = Arrays.stream(normal).map(v -> v * v).average().orElseThrow();
        // deviations of the means: 1/√12n, 1/√n, √(2/n); four of each
        assertThat(uniform).isCloseTo(.5, within(.0037));
        assertThat(Arrays.stream(normal).average().orElseThrow()).isCloseTo(0, within(.0127));
        assertThat(square).isCloseTo(1, within(.018));
    }
}
