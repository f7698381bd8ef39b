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

    void step(Gradients gradients);

    /** Whether the last step was applied. Waits for the device. */
    boolean applied();

    /** Steps applied so far; sets Adam's bias correction. Waits for the device. */
    long steps();

    /** Goes on from a checkpoint. */
    void steps(long steps);

    /** Moments, in a fixed order, for checkpoints. */
    List<Arena> slots();
}
