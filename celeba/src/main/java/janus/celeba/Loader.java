package janus.celeba;

/**
 * Batches in a given order, assembled by worker threads ahead of the reader. What a batch holds is a pure function of
 * (seed, epoch, row): neither the number of workers nor where a run was resumed changes a bit.
 */
public interface Loader extends AutoCloseable {
    /** What a batch is made with. Mean and deviation per channel, of pixels/255. */
    record Settings(int batch, Augmentation augmentation, float[] mean, float[] deviation, long seed, int threads) {
        public Settings {
            if (batch < 1 || threads < 1 || mean.length != 3 || deviation.length != 3) {
                throw new IllegalArgumentException(
                        "loader of batch %d, %d threads, %d means, %d deviations: expected ≥ 1, ≥ 1, 3, 3"
                                .formatted(batch, threads, mean.length, deviation.length));
            }
        }
    }

    /** Begins at batch {@code first} of {@code order}; the last partial batch is kept. */
    static Loader of(Pixels pixels, Settings settings, int[] order, int epoch, int first) {
        return new BatchLoader(pixels, settings, order, epoch, first);
    }

    /** Whether {@link #next} has one more. */
    boolean hasNext();

    /**
     * The next batch. A worker's exception reaches the reader here.
     *
     * @throws java.util.NoSuchElementException after the last batch, or once closed
     */
    Batch next();

    /** Nanoseconds {@link #next} has waited for workers. */
    long waitedNanos();

    /** Images assembled per second of one worker's time, so far; NaN before the first batch. */
    double imagesPerWorkerSecond();

    @Override
    void close();
}
