package janus.models.study;

import java.util.Locale;

/**
 * What a study decides on, fixed before it runs.
 *
 * @param margin in percentage points, above 0: a difference within ±margin does not matter
 */
public record Endpoint(String name, boolean higherIsBetter, double margin) {
    /** Mean attribute accuracy in %. */
    public static final Endpoint ACCURACY = new Endpoint("accuracy", true, .10);

    /** Mean distance of the points over that of the eyes' centres, in %. */
    public static final Endpoint NME = new Endpoint("NME", false, .05);

    public Endpoint {
        Check.positive("Endpoint[" + name + "]: margin", margin);
    }

    /** Its name in a plan. */
    String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The same with another margin. */
    Endpoint within(double margin) {
        return new Endpoint(name, higherIsBetter, margin);
    }

    /** {@code difference} with the sign that makes more better. */
    Interval gain(Interval difference) {
        return higherIsBetter ? difference : difference.negated();
    }
}
