package janus.models.train;

import janus.celeba.Loader;
import java.util.Arrays;

/** How fast steps are, apart from the loader that feeds them. */
final class Pace {
    /** Steps after which the rest is estimated. */
    static final int STEPS = 20;

    // the first half is slow: kernels are still being compiled
    private static final int WARM = STEPS / 2;

    private final long[] steps = new long[STEPS];
    private int counted;
    private long images;
    private long nanos;

    /** After a step over {@code n} images, the wait for its batch not counted. */
    void step(int n, long elapsed) {
        if (counted < STEPS) {
            steps[counted] = elapsed;
        }
        counted++;
        images += n;
        nanos += elapsed;
    }

    /** Whether {@link #seconds} was just learned. */
    boolean known() {
        return counted == STEPS;
    }

    /** Seconds of a step: the median of the later half of the first {@link #STEPS}. */
    double seconds() {
        long[] warm = Arrays.copyOfRange(steps, WARM, STEPS);
        Arrays.sort(warm);
        return (warm[(warm.length - 1) / 2] + warm[warm.length / 2]) * .5e-9;
    }

    /** The images of steps and of the loader since the last call, each by its own time. */
    String epoch(Loader loader) {
        String line = "steps %,d images/s, loader %,d images/s a thread, waited for it %.1f s"
                .formatted(
                        Math.round(images / (nanos * 1e-9)),
                        Math.round(loader.imagesPerWorkerSecond()),
                        loader.waitedNanos() * 1e-9);
        images = 0;
        nanos = 0;
        return line;
    }
}
