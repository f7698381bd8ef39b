package janus.models.study;

/** All values from {@code low} to {@code high}, both included. */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("Interval: low <= high, given " + low + " and " + high);
        }
    }

    /** [centre − reach, centre + reach]. */
    static Interval around(double centre, double reach) {
        return new Interval(centre - reach, centre + reach);
    }

    /** [−high, −low]: the interval of the difference taken the other way round. */
    Interval negated() {
        return new Interval(-high, -low);
    }

    /** −margin &lt; low and high &lt; margin: an end on the margin is not within it. */
    boolean within(double margin) {
        return -margin < low && high < margin;
    }
}
