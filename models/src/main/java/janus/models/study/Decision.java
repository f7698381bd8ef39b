package janus.models.study;

/**
 * What the differences of one endpoint, candidate minus reference, allow to be said. Better: the 95 % interval lies
 * beyond 0 on the good side and Holm's p is below .05; worse: on the bad side. Else practically equivalent: the
 * 90 % interval lies within the margin, which is two one-sided tests at .05. Else inconclusive. An interval that ends
 * on 0 or on the margin is not beyond 0 and not within the margin.
 *
 * @param negligible better or worse, yet the 95 % interval lies within the margin
 */
public record Decision(Endpoint endpoint, Outcome outcome, boolean negligible) {
    static final double ALPHA = 0.05;

    /** The four things an endpoint may say. */
    public enum Outcome {
        BETTER("better"),
        WORSE("worse"),
        EQUIVALENT("practically equivalent"),
        INCONCLUSIVE("inconclusive");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Decides from the 95 % and the 90 % interval and p after Holm over all endpoints. */
    public static Decision of(Endpoint endpoint, Interval interval95, Interval interval90, double holmP) {
        Check.probabilities("Decision[" + endpoint.name() + "]", holmP);
        Interval gain = endpoint.gain(interval95);
        boolean significant = holmP < ALPHA;
        if (significant && (gain.low() > 0 || gain.high() < 0)) {
            Outcome outcome = gain.low() > 0 ? Outcome.BETTER : Outcome.WORSE;
            return new Decision(endpoint, outcome, gain.within(endpoint.margin()));
        }
        boolean equivalent = interval90.within(endpoint.margin());
        return new Decision(endpoint, equivalent ? Outcome.EQUIVALENT : Outcome.INCONCLUSIVE, false);
    }

    /** Such as {@code better, negligible}. */
    public String said() {
        return outcome + (negligible ? ", negligible" : "");
    }

    /** Such as {@code accuracy: better, negligible}. */
    public String text() {
        return endpoint.name() + ": " + said();
    }
}
