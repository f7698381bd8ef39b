package janus.models.study;

import java.util.Objects;

/**
 * A question whose answer is known beforehand, and what the instrument answered.
 *
 * @param figure the answer in a line
 */
public record Control(String name, boolean passed, String figure) {
    public Control {
        Objects.requireNonNull(name);
        Objects.requireNonNull(figure);
    }

    /** The control in a line. */
    public String text() {
        return (passed ? "passed  " : "FAILED  ") + name + ": " + figure;
    }
}
