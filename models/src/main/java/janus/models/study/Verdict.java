package janus.models.study;

import java.util.List;

/**
 * What all endpoints say together. One better and one worse: trade-off. Else one inconclusive: inconclusive, as it may
 * hide the other half of a trade-off. Else one better: better; one worse: worse; else equivalent.
 *
 * @param negligible every endpoint that is better or worse is so negligibly, and there is one
 */
public record Verdict(Overall overall, boolean negligible, List<Decision> decisions) {

    /** The words of a verdict. */
    public enum Overall {
        BETTER("better"),
        WORSE("worse"),
        EQUIVALENT("practically equivalent"),
        TRADE_OFF("trade-off"),
        INCONCLUSIVE("inconclusive"),
        NONE("one seed: no verdict"),
        REFUSED("refused: the runs are no fair pairs of seeds"),
        WITHHELD("withheld: a control failed with this code");

        private final String words;

        Overall(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public Verdict {
        decisions = List.copyOf(decisions);
    }

    /** {@code overall}, as nothing was decided. */
    static Verdict without(Overall overall) {
        return new Verdict(overall, false, List.of());
    }

    /** The verdict over all primary endpoints of a study of two seeds or more. */
    public static Verdict of(List<Decision> decisions) {
        if (decisions.isEmpty()) {
            throw new IllegalArgumentException("Verdict: at least 1 decision, given 0");
        }
        List<Decision> moved = decisions.stream()
                .filter(d -> d.outcome() == Decision.Outcome.BETTER || d.outcome() == Decision.Outcome.WORSE)
                .toList();
        Overall overall = overall(decisions);
        boolean says = overall == Overall.BETTER || overall == Overall.WORSE || overall == Overall.TRADE_OFF;
        return new Verdict(overall, says && moved.stream().allMatch(Decision::negligible), decisions);
    }

    private static Overall overall(List<Decision> decisions) {
        boolean better = any(decisions, Decision.Outcome.BETTER);
        boolean worse = any(decisions, Decision.Outcome.WORSE);
        if (better && worse) {
            return Overall.TRADE_OFF;
        }
        if (any(decisions, Decision.Outcome.INCONCLUSIVE)) {
            return Overall.INCONCLUSIVE;
        }
        return better ? Overall.BETTER : worse ? Overall.WORSE : Overall.EQUIVALENT;
    }

    /** Whether it says of some endpoint that the arms differ. */
    boolean calls() {
        return any(decisions, Decision.Outcome.BETTER) || any(decisions, Decision.Outcome.WORSE);
    }

    private static boolean any(List<Decision> decisions, Decision.Outcome outcome) {
        return decisions.stream().anyMatch(d -> d.outcome() == outcome);
    }

    /** Such as {@code better, negligible}. */
    public String said() {
        return overall + (negligible ? ", negligible" : "");
    }

    /** Such as {@code better, negligible (accuracy: better, negligible; NME: practically equivalent)}. */
    public String text() {
        return decisions.isEmpty()
                ? said()
                : said() + " ("
                        + String.join(
                                "; ", decisions.stream().map(Decision::text).toList()) + ")";
    }
}
