package janus.models.train;

import janus.celeba.Loader;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/** How fast steps are, apart from the loader that feeds them. */
final class Pace {
    /** Steps after which the rest is estimated. */
    static final int STEPS = 20;

    // the first half is slow: kernels are still being compiled
    private static final int WARM = STEPS / 2;

    private final long[] steps = new long[STEPS];
    private double begun;
    private double first;
    private double tenth;
    private int counted;
    private long images;
    private long nanos;

    /** After a step over {@code n} images, the wait for its batch not counted. */
    void step(int n, long elapsed) {
        if (counted == 0) {
            first = sinceStart();
            begun = first - elapsed * 1e-9;
        }
        if (counted < STEPS) {
            steps[counted] = elapsed;
        }
        counted++;
        if (counted == WARM) {
            tenth = sinceStart();
        }
        images += n;
        nanos += elapsed;
    }

    /** Whether {@link #seconds} was just learned. */
    boolean known() {
        return counted == STEPS;
    }

    /** When the first step began and ended, and the tenth ended, counted from the start of this process. */
    String start() {
        return String.format(
                Locale.ROOT, "first step begun after %.1f s, done after %.1f s, ten after %.1f s", begun, first, tenth);
    }

    private static double sinceStart() {
        return (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                * 1e-3;
    }

    /** Seconds of a step: the median of the later half of the first {@link #STEPS}. */
    double seconds() {
        long[] later = Arrays.copyOfRange(steps, WARM, STEPS);
        Arrays.sort(later);
        return (later[(later.length - 1) / 2] + later[later.length / 2]) * .5e-9;
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
