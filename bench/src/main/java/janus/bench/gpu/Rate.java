package janus.bench.gpu;

import java.util.Arrays;
import java.util.Locale;

/**
 * Images a second over all turns: median and quartiles of the means between two waits.
 *
 * @param first seconds until the first step has ended
 */
record Rate(double median, double lower, double upper, double first) {
    static Rate of(double[] secondsAStep, int batch, double first) {
        double[] sorted = Arrays.stream(secondsAStep)
                .map(seconds -> batch / seconds)
                .sorted()
                .toArray();
        int last = sorted.length - 1;
        return new Rate(sorted[last / 2], sorted[last / 4], sorted[last - last / 4], first);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f (%.1f…%.1f; first step %.1f s)", median, lower, upper, first);
    }
}
