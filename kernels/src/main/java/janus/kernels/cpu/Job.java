package janus.kernels.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Parts of one parallel loop. Each thread has a range of them, the same in every loop of as many parts: what it wrote in
 * one loop it finds in its own cache in the next. When its range is done it takes parts of the others'.
 */
final class Job {
    /** Counters of two threads in one line of a cache would be carried to and fro. */
    private static final int LINE = 16;

    private final int threads;
    private final int parts;
    private final Workers.Body body;
    private final AtomicIntegerArray taken;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int threads, int parts, Workers.Body body) {
        this.threads = threads;
        this.parts = parts;
        this.body = body;
        taken = new AtomicIntegerArray((threads + 1) * LINE);
    }

    /** Runs parts as thread {@code thread} until none is left to take. */
    void help(int thread) {
        int done = 0;
        for (int i = 0; i < threads; i++) {
            done += range(thread, (thread + i) % threads);
        }
        if (done > 0) {
            ended.addAndGet(done);
        }
    }

    private int range(int thread, int owner) {
        int first = border(owner);
        int count = border(owner + 1) - first;
        int done = 0;
        int counter = (owner + 1) * LINE;
        for (int i = taken.getAndIncrement(counter); i < count; i = taken.getAndIncrement(counter)) {
            try {
                body.run(thread, first + i);
            } catch (RuntimeException | Error thrown) {
                failure.compareAndSet(null, thrown);
            }
            done++;
        }
        return done;
    }

    private int border(int thread) {
        return (int) ((long) parts * thread / threads);
    }

    boolean done() {
        return ended.get() == parts;
    }

    void rethrow() {
        switch (failure.get()) {
            case null -> {}
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            default -> throw new AssertionError();
        }
    }
}
