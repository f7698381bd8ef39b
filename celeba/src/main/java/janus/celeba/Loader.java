package janus.celeba;

/**
 * Batches in a given order, assembled by worker threads ahead of the reader. What a batch holds is a pure function of
 * (seed, epoch, row): neither the number of workers nor where a run was resumed changes a bit.
 */
public interface Loader extends AutoCloseable {
    /** What a batch is made with. Mean and deviation per channel, of pixels/255. */
    record Settings(int batch, Augmentation augmentation, float[] mean, float[] deviation, long seed, int threads) {}

    /** Begins at batch {@code first} of {@code order}; the last partial batch is kept. */
    static Loader of(Pixels pixels, Settings settings, int[] order, int epoch, int first) {
        throw new UnsupportedOperationException();
    }

    /** Whether {@link #next} has one more. */
    boolean hasNext();

    /** The next batch. A worker's exception reaches the reader here. */
    Batch next();

    /** Nanoseconds {@link #next} has waited for workers, and images delivered: the loader's own rate. */
    long waitedNanos();

    @Override
    void close();
}
