package janus.bench.gpu;

import java.util.Locale;

/** How a check ended, and the one line that says most about it. */
record Verdict(State state, String line) {
    /** The exit code of a check that could not be made, as Automake has it. */
    private static final int NOT_MADE = 77;

    enum State {
        PASSED,
        FAILED,
        SKIPPED
    }

    static Verdict of(boolean passed, String format, Object... values) {
        return new Verdict(passed ? State.PASSED : State.FAILED, String.format(Locale.ROOT, format, values));
    }

    static Verdict skipped(String reason) {
        return new Verdict(State.SKIPPED, reason);
    }

    int exitCode() {
        return switch (state) {
            case PASSED -> 0;
            case FAILED -> 1;
            case SKIPPED -> NOT_MADE;
        };
    }
}
