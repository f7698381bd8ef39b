package janus.models.study;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The places of values from the smallest to the largest; equal values keep their order. */
final class Ascending {
    private Ascending() {}

    static int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(i -> i)
                .toArray();
    }
}
