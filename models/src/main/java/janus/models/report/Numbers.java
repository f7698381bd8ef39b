package janus.models.report;

import java.util.Arrays;
import java.util.Locale;

/** Numbers as a reader sees them; what is not a number is "–". */
public final class Numbers {
    private static final String PREFIXES = " kMGTP";

    private Numbers() {}

    /** A fraction in per cent with {@code digits} decimals, without the sign. */
    public static String percent(double fraction, int digits) {
        return fixed(100 * fraction, digits);
    }

    /** A difference of fractions in percentage points, with its sign. */
    public static String points(double difference, int digits) {
        return signed(100 * difference, digits);
    }

    /** NaN of none. */
    public static double mean(double... values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    public static String signed(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%+." + digits + "f", value) : "–";
    }

    /** A probability with four decimals; what rounds to 0 is below 0.0001. */
    public static String p(double p) {
        return p < .00005 ? "< 0.0001" : fixed(p, 4);
    }

    public static String fixed(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "–";
    }

    /** Millions from a million on: {@code 11.32 M}. */
    public static String count(long n) {
        return n >= 1_000_000 ? fixed(n / 1e6, 2) + " M" : String.format(Locale.ROOT, "%,d", n);
    }

    /** Operations or bytes by thousands: {@code 1.82 G}. */
    public static String scaled(double value) {
        int power = 0;
        double left = value;
        while (left >= 1000 && power < PREFIXES.length() - 1) {
            left /= 1000;
            power++;
        }
        return power == 0 ? fixed(value, 0) : fixed(left, 2) + " " + PREFIXES.charAt(power);
    }

    public static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s >= 3600) {
            return s / 3600 + " h " + s / 60 % 60 + " min";
        }
        return s >= 60 ? s / 60 + " min " + s % 60 + " s" : fixed(seconds, seconds < 10 ? 1 : 0) + " s";
    }
}
