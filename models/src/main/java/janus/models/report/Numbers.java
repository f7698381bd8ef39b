package janus.models.report;

import java.util.Locale;

/** Numbers as a reader sees them; what is not a number is "–". */
final class Numbers {
    private Numbers() {}

    /** A fraction in per cent with {@code digits} decimals, without the sign. */
    static String percent(double fraction, int digits) {
        return fixed(100 * fraction, digits);
    }

    /** A difference of fractions in percentage points, with its sign. */
    static String points(double difference, int digits) {
        return Double.isFinite(difference) ? String.format(Locale.ROOT, "%+." + digits + "f", 100 * difference) : "–";
    }

    static String fixed(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "–";
    }

    /** Millions from a million on: {@code 11.32 M}. */
    static String count(long n) {
        return n >= 1_000_000 ? fixed(n / 1e6, 2) + " M" : String.format(Locale.ROOT, "%,d", n);
    }

    static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s >= 3600) {
            return s / 3600 + " h " + s / 60 % 60 + " min";
        }
        return s >= 60 ? s / 60 + " min " + s % 60 + " s" : fixed(seconds, seconds < 10 ? 1 : 0) + " s";
    }
}
