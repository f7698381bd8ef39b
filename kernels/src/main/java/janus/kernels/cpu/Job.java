package janus.kernels.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Parts of one parallel loop, handed out in order to whichever thread is free. */
final class Job {
    private final int parts;
    private final IntConsumer body;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int parts, IntConsumer body) {
        this.parts = parts;
        this.body = body;
    }

    void help() {
        for (int part = taken.getAndIncrement(); part < parts; part = taken.getAndIncrement()) {
            try {
                body.accept(part);
            } catch (RuntimeException | Error thrown) {
                failure.compareAndSet(null, thrown);
            }
            ended.incrementAndGet();
        }
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
