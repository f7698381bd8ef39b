package janus.kernels;

import java.util.List;
import java.util.function.Consumer;

/** Measures the algorithms that a device has for some convolutions, and makes a table of the fastest. */
public interface Tuner {
    /**
     * What was found for one direction of one convolution: names of the algorithm the device had and of the one that is
     * to replace it, maybe the same, with median times of a call.
     */
    record Result(
            ConvolutionSize size,
            String direction,
            String before,
            double beforeSeconds,
            String best,
            double bestSeconds) {}

    /** How many results there will be. */
    int count();

    /** Seconds that {@link #run} will take, about. */
    double seconds();

    /** Measures all, and tells {@code progress} each result as soon as it is there. */
    List<Result> run(Consumer<Result> progress);

    /** What was found, as a table's file. */
    String csv(List<String> comment);
}
