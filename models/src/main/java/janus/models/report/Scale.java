package janus.models.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values from {@code low} to {@code high} on pixels from {@code start} to {@code end}, which may run backwards. */
public record Scale(double low, double high, double start, double end) {
    private static final int TICKS = 5;
    private static final double[] STEPS = {1, 2, 5, 10};

    /** A scale that holds all finite ones of {@code values} with room at both ends. */
    public static Scale around(double start, double end, double... values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Double.isFinite(value) ? Math.min(low, value) : low;
            high = Double.isFinite(value) ? Math.max(high, value) : high;
        }
        if (low > high) {
            return new Scale(0, 1, start, end);
        }
        double room = high > low ? .06 * (high - low) : Math.max(.01, .06 * Math.abs(high));
        return new Scale(low - room, high + room, start, end);
    }

    public double at(double value) {
        return start + (value - low) / (high - low) * (end - start);
    }

    /** Some round values, at 1, 2 or 5 times a power of ten. */
    public List<Double> ticks() {
        double step = step();
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** A tick with the decimals that tell it from the next. */
    public String text(double tick, boolean signed) {
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step()) + 1e-9));
        double shown = Math.abs(tick) < step() / 2 ? 0 : tick;
        String sign = signed && shown != 0 ? "+" : "";
        return String.format(Locale.ROOT, "%" + sign + "." + digits + "f", shown);
    }

    private double step() {
        double least = (high - low) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double step : STEPS) {
            if (step * power >= least * (1 - 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
