package janus.bench.gpu;

import janus.kernels.OutOfDeviceMemory;
import java.io.IOException;

/** One side of the benchmark. */
interface Party extends AutoCloseable {
    /**
     * Builds model and batch and takes the steps that prepare the next ones; gives the seconds this took.
     *
     * @throws OutOfDeviceMemory if there is no room; then all is given back
     */
    double open(Cell cell) throws IOException;

    /** Takes steps for so long; gives seconds a step, each a mean over steps whose last is waited for. */
    double[] time(double seconds) throws IOException;

    /** Gives back what {@link #open} took, if that is not done yet; it can be opened again. */
    @Override
    void close() throws IOException;
}
