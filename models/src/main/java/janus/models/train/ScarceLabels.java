package janus.models.train;

import janus.celeba.Batch;
import janus.celeba.Loader;
import janus.engine.Draws;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Training batches in which labels of some images are masked, as if nobody had annotated them. Which ones is a function
 * of the seed and of the task: all arms of one seed miss the same labels, and a smaller share lies within a larger one.
 */
record ScarceLabels(Loader all, BitSet attributes, BitSet points) implements Loader {
    /** {@code all}, with the labels of {@code rows} known to the shares that {@code labelled} says. */
    static Loader of(Loader all, Config.Labelled labelled, long seed, int[] rows) {
        if (labelled.equals(Config.Labelled.ALL)) {
            return all;
        }
        Draws draws = Draws.of(seed).in("labels");
        return new ScarceLabels(
                all,
                known(rows, labelled.attributes(), draws.in("attributes")),
                known(rows, labelled.landmarks(), draws.in("landmarks")));
    }

    private static BitSet known(int[] rows, double share, Draws draws) {
        BitSet known = new BitSet();
        some(rows.length, share, draws).forEach(i -> known.set(rows[i]));
        return known;
    }

    /** A share of 0…n−1, at least one, however small: a smaller share lies within a larger one. */
    static IntStream some(int n, double share, Draws draws) {
        return Arrays.stream(draws.permutation(n)).limit(Math.max(1, Math.round(share * n)));
    }

    @Override
    public Batch next() {
        Batch batch = all.next();
        for (int i = 0; i < batch.n(); i++) {
            if (!attributes.get(batch.rows()[i])) {
                mask(batch.attributes(), batch.attributeMask(), i, batch.n());
            }
            if (!points.get(batch.rows()[i])) {
                mask(batch.points(), batch.pointMask(), i, batch.n());
            }
        }
        return batch;
    }

    private static void mask(float[] labels, float[] mask, int image, int n) {
        int width = labels.length / n;
        Arrays.fill(labels, image * width, (image + 1) * width, 0);
        Arrays.fill(mask, image * width, (image + 1) * width, 0);
    }

    @Override
    public boolean hasNext() {
        return all.hasNext();
    }

    @Override
    public long waitedNanos() {
        return all.waitedNanos();
    }

    @Override
    public double imagesPerWorkerSecond() {
        return all.imagesPerWorkerSecond();
    }

    @Override
    public void close() {
        all.close();
    }
}
