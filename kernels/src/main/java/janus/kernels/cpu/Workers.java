package janus.kernels.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of threads that run the parts of one job; the caller is one of them. Waiting threads spin briefly, then
 * park. An exception in any part reaches the caller after all parts ended. Which thread runs a part changes no bit, as
 * long as parts write apart and sum in their own order.
 */
final class Workers implements AutoCloseable {
    private static final int SPINS = 20_000;

    private final Thread[] threads;
    private final int spins;
    private volatile @Nullable Job job;
    private volatile boolean closed;

    Workers(int count) {
        threads = new Thread[count - 1];
        // a spinning thread must not take the processor from one that works
        spins = count <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(this::work, "janus-cpu-" + (i + 1));
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    int count() {
        return threads.length + 1;
    }

    /** Runs body(0) … body(parts − 1), each once, and returns when all have ended. */
    void run(int parts, IntConsumer body) {
        if (threads.length == 0 || parts == 1) {
            for (int part = 0; part < parts; part++) {
                body.accept(part);
            }
            return;
        }
        Job next = new Job(parts, body);
        job = next;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        next.help();
        while (!next.done()) {
            Thread.onSpinWait();
        }
        job = null;
        next.rethrow();
    }

    /** As {@link #run(int, IntConsumer)}, each part with the room of the thread that takes it; one for each thread. */
    <R> void run(R[] rooms, int parts, Part<R> body) {
        AtomicInteger next = new AtomicInteger();
        run(rooms.length, thread -> {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                body.run(rooms[thread], part);
            }
        });
    }

    /** A part of a job that needs room. */
    interface Part<R> {
        void run(R room, int part);
    }

    private void work() {
        Job last = null;
        int idle = 0;
        while (!closed) {
            Job next = job;
            if (next != null && next != last) {
                next.help();
                last = next;
                idle = 0;
            } else if (++idle < spins) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                idle = 0;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
