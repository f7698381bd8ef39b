package janus.kernels.cpu;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of threads that run the parts of one job; the caller is one of them. Waiting threads spin briefly, then
 * park. An exception in a part reaches the caller once no thread works any more. Which thread runs a part changes no bit, as
 * long as parts write apart and sum in their own order.
 */
final class Workers implements AutoCloseable {
    /** To park takes little time, to be woken some 50 µs: more than a small kernel, and than what lies between two. */
    private static final long SPIN_NANOS = 1_000_000;

    private final Thread[] threads;
    private final long spinNanos;
    private volatile @Nullable Job job;
    private volatile boolean closed;

    Workers(int count) {
        threads = new Thread[count - 1];
        // a spinning thread must not take the processor from one that works
        spinNanos = count <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
        for (int i = 0; i < threads.length; i++) {
            int thread = i + 1;
            threads[i] = new Thread(() -> work(thread), "janus-cpu-" + thread);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    int count() {
        return threads.length + 1;
    }

    /** Runs body(0) … body(parts − 1), each once, and returns when all have ended. */
    void run(int parts, IntConsumer body) {
        each(parts, (thread, part) -> body.accept(part));
    }

    /** As {@link #run}, and tells the body which thread it runs on: no other runs under that number meanwhile. */
    void each(int parts, Body body) {
        if (threads.length == 0 || parts == 1) {
            for (int part = 0; part < parts; part++) {
                body.run(0, part);
            }
            return;
        }
        Job next = new Job(count(), parts, body);
        job = next;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        next.help(0);
        while (!next.done()) {
            Thread.onSpinWait();
        }
        job = null;
        next.rethrow();
    }

    /** As {@link #each}, with the room of the thread that takes the part; {@code rooms} has one for each thread. */
    <R> void run(R[] rooms, int parts, Part<R> body) {
        each(parts, (thread, part) -> body.run(rooms[thread], part));
    }

    /** A room for each thread. */
    <R> R[] rooms(IntFunction<R[]> array, Supplier<R> room) {
        R[] rooms = array.apply(count());
        Arrays.setAll(rooms, i -> room.get());
        return rooms;
    }

    /** What is done with one part. */
    interface Body {
        void run(int thread, int part);
    }

    /** What is done with one part in a room. */
    interface Part<R> {
        void run(R room, int part);
    }

    private void work(int thread) {
        Job last = null;
        long idle = System.nanoTime();
        while (!closed) {
            Job next = job;
            if (next != null && next != last) {
                next.help(thread);
                last = next;
                idle = System.nanoTime();
            } else if (System.nanoTime() - idle < spinNanos) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                idle = System.nanoTime();
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
