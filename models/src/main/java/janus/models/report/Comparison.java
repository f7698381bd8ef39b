package janus.models.report;

/** The models beside the trivial baselines, as a table for a terminal. */
public final class Comparison {
    private Comparison() {}

    /** A line per model and baseline, then what may not be concluded from it. */
    public static String text(RunResult result) {
        throw new UnsupportedOperationException();
    }
}
