package janus.engine.optim;

import janus.engine.Gradients;
import janus.kernels.Arena;
import java.util.List;

/**
 * Applies gradients. The rate of the next step is set from outside ({@link #rate}); clipping and the check for NaN run
 * on the device: a step that is not finite changes nothing, {@link #applied} then says false.
 */
public interface Optimizer {
    /** Learning rate of the next steps. */
    void rate(double rate);

    /** {@link #prepare}, then {@link #apply}. */
    default void step(Gradients gradients) {
        prepare();
        apply(gradients);
    }

    /** Sends the device what differs from step to step: rate and bias corrections. Waits for the step before. */
    void prepare();

    /** The step that was prepared. Takes nothing from the host, so a device may record and replay it. */
    void apply(Gradients gradients);

    /** Whether the last step was applied. Waits for the device; throws while a prepared step is not taken. */
    boolean applied();

    /** Steps applied so far; sets Adam's bias correction. Waits and throws as {@link #applied}. */
    long steps();

    /** Goes on from a checkpoint. */
    void steps(long steps);

    /** Moments, in a fixed order, for checkpoints. */
    List<Arena> slots();
}
