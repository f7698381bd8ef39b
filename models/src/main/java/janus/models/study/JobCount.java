package janus.models.study;

import janus.models.train.Config;
import janus.models.train.Memory;
import java.util.List;

/**
 * How many runs of a plan one cpu makes at a time where nobody said. Kernels of a small model are so short that threads
 * which share one spend their time waiting for each other: then a run for each thread, as far as memory allows, gets
 * through more images than one run on all threads. A result depends on neither.
 */
public final class JobCount {
    /** Width × side of the images: a quarter of the width at 64 pixels. */
    private static final double SMALL = 16;

    /** Labels, code, the report: with what a JVM takes besides its heap, a gibibyte of memory. */
    private static final long BASE = 768L << 20;

    private JobCount() {}

    /**
     * Processes of one thread each that are to make {@code runs} runs of {@code plan}, if in every arm and at every
     * setting of a sweep width × side of the images is at most 16; else 1, a process of all threads.
     *
     * @param heap bytes that all of them share
     */
    public static int of(Plan plan, long runs, int threads, long heap) {
        List<Config> configs = plan.studies().stream()
                .flatMap(study -> study.arms().keySet().stream().map(arm -> study.config(arm, 1)))
                .toList();
        if (configs.stream()
                .anyMatch(config -> config.network().width() * config.data().size() > SMALL)) {
            return 1;
        }
        long step = configs.stream().mapToLong(Memory::stepBytes).max().orElse(0);
        return (int) Math.max(1, Math.min(Math.min(threads, runs), heap / (BASE + step)));
    }
}
