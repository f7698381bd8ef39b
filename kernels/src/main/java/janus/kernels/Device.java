package janus.kernels;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where numbers live and kernels run. Not thread-safe: one thread drives a device. Kernels may run
 * asynchronously; {@link #download} and {@link #synchronize} wait for them.
 */
public interface Device extends AutoCloseable {
    /** As given to {@link Devices#open}, resolved: {@code "cpu:2"}. */
    String name();

    /** One line for logs: hardware, lanes, threads, kernel table. */
    String description();

    Kernels kernels();

    /** The table that decides its algorithms, with its SHA-256, as a run records it; null where none does. */
    default @Nullable String kernelRecord() {
        return null;
    }

    /**
     * What measures its algorithms for {@code sizes}, each for {@code slice} seconds at a time where that can be chosen.
     *
     * @throws IllegalArgumentException in one line, if no table names its algorithms
     */
    default Tuner tuner(List<ConvolutionSize> sizes, double slice) {
        throw new IllegalArgumentException("it takes no algorithm from a table; use cpu, cpu:THREADS or cuda");
    }

    /**
     * A buffer with undefined contents (NaN on {@code reference}). Memory comes from the device's pool, so a loop that
     * frees what it allocates reaches the operating system only on its first turn.
     *
     * @throws OutOfDeviceMemory naming need and limit
     */
    Buffer allocate(Shape shape, Role role);

    /** Gives a buffer back. Freeing twice, or a view of an arena, throws IllegalStateException. */
    void free(Buffer buffer);

    /** A zero-filled arena that lives until the device closes or {@link #free(Arena)}. */
    Arena arena(List<Arena.Slot> slots);

    void free(Arena arena);

    /** Copies row-major host numbers in; the array's length must equal the shape's size. */
    void upload(float[] source, Buffer target);

    /** As {@link #upload(float[], Buffer)}; rounds to the device's precision. Exact on {@code reference}. */
    default void upload(double[] source, Buffer target) {
        float[] rounded = new float[source.length];
        for (int i = 0; i < source.length; i++) {
            rounded[i] = (float) source[i];
        }
        upload(rounded, target);
    }

    /** Copies numbers of 0 to 255 into BYTES, row-major; the array's length must equal the shape's size. */
    void upload(byte[] source, Buffer target);

    /** Copies out, row-major; the array's length must equal the shape's size. Using a freed buffer throws. */
    void download(Buffer source, float[] target);

    /** As {@link #download(Buffer, float[])}. */
    default void download(Buffer source, double[] target) {
        float[] narrow = new float[target.length];
        download(source, narrow);
        for (int i = 0; i < target.length; i++) {
            target[i] = narrow[i];
        }
    }

    /** Bytes handed out and not yet freed, arenas included. */
    long bytesInUse();

    /** Largest value {@link #bytesInUse} has had. */
    long peakBytes();

    /** Bytes held from the system, whether in use or waiting in the pool. */
    long bytesHeld();

    /** How much memory there is for its buffers now: the Java heap, unless it has memory of its own. */
    default Room room() {
        return Room.heap();
    }

    /** Runs {@code body}; a device may record it under {@code key} and replay it. Nothing is downloaded inside. */
    default void repeat(Object key, Runnable body) {
        body.run();
    }

    /**
     * As {@link #repeat(Object, Runnable)}, of work with a halt in it: {@code second} goes on with what {@code first} left,
     * and {@code host} runs between them each time, where it may download and upload.
     */
    default void repeat(Object key, Runnable first, Runnable host, Runnable second) {
        first.run();
        host.run();
        second.run();
    }

    void synchronize();

    @Override
    void close();
}
