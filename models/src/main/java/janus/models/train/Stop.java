package janus.models.train;

/** Asked between steps and batches whether training should end here. */
@FunctionalInterface
public interface Stop {
    Stop NEVER = () -> false;

    boolean requested();

    /** Thrown where training ended on request, after its state was saved. */
    final class Stopped extends RuntimeException {
        public Stopped() {
            super("stopped on request");
        }
    }

    default void check() {
        if (requested()) {
            throw new Stopped();
        }
    }
}
