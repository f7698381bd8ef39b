package janus.bench.peers;

import java.util.Arrays;

/** Milliseconds of repeated runs: median, quartiles, extremes. */
record Times(double median, double lower, double upper, double least, double most, int runs) {
    static Times of(double[] milliseconds) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        return new Times(
                at(sorted, .5), at(sorted, .25), at(sorted, .75), sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** Between neighbours linear. */
    private static double at(double[] sorted, double quantile) {
        double place = quantile * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
