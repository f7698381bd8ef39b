package janus.models.study;

/** What every statistic asks of its arguments. */
final class Check {
    private Check() {}

    /** {@code values}, which are finite and at least {@code least} many. */
    static double[] finite(String name, int least, double... values) {
        if (values.length < least) {
            throw new IllegalArgumentException(name + ": at least " + least + " values, given " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + ": finite values, given " + values[i] + " at " + i);
            }
        }
        return values;
    }

    /** {@code value}, which is above 0 and below 1. */
    static double fraction(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": above 0 and below 1, given " + value);
        }
        return value;
    }

    /** {@code p}, of which every one lies in [0, 1]. */
    static double[] probabilities(String name, double... p) {
        for (int i = 0; i < p.length; i++) {
            if (!(p[i] >= 0 && p[i] <= 1)) {
                throw new IllegalArgumentException(name + ": p in [0, 1], given " + p[i] + " at " + i);
            }
        }
        return p;
    }

    /** {@code value}, which is finite and above 0. */
    static double positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + ": finite and above 0, given " + value);
        }
        return value;
    }
}
