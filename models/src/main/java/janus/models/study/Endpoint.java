package janus.models.study;

/**
 * What a study decides on, fixed before it runs.
 *
 * @param unit of the margin and of every difference, such as percentage points
 * @param margin above 0: a difference within ±margin does not matter
 */
public record Endpoint(String name, String unit, boolean higherIsBetter, double margin) {
    public Endpoint {
        Check.positive("Endpoint[" + name + "]: margin", margin);
    }

    /** {@code difference} with the sign that makes more better. */
    Interval gain(Interval difference) {
        return higherIsBetter ? difference : difference.negated();
    }
}
