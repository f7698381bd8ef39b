package janus.models.study;

/**
 * A question whose answer is known beforehand, and what the instrument answered.
 *
 * @param figure the answer in a line
 */
public record Control(String name, boolean passed, String figure) {
    /** The control in a line. */
    public String text() {
        return (passed ? "passed  " : "FAILED  ") + name + ": " + figure;
    }
}
