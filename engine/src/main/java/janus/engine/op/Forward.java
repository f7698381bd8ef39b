package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;

/** What an op sees while it computes y. */
public interface Forward {
    Device device();

    default Kernels kernels() {
        return device().kernels();
    }

    /** How many inputs were given; the last ones may be optional. */
    int inputs();

    Buffer x(int i);

    default Shape shape(int i) {
        return x(i).shape();
    }

    Buffer y();

    /** Whether {@link Op#backward} can follow; if not, nothing needs to be saved. */
    boolean taped();

    /** Whether BatchNorm normalizes by its batch (training, probe), or by its running statistics. */
    boolean batchStatistics();

    /** Undefined numbers that live as long as the tape needs them if they are returned as saved, else until y is done. */
    Buffer allocate(Shape shape, Role role);

    /** A statistic [c] that lives as long as the pass. */
    Buffer statistic(int c);

    /**
     * Asks for running = (1 − momentum)·running + momentum·batch, which happens at the end of a backward whose loss and
     * gradient are finite, in a training pass alone.
     */
    void updateRunning(
            int count, double momentum, Buffer mean, Buffer variance, Buffer runningMean, Buffer runningVariance);
}
