package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
    private static final int SIZE = 8;
    private static final float[] MEAN = {.485f, .456f, .406f};
    private static final float[] DEVIATION = {.229f, .224f, .225f};
    private static final Augmentation ALL = new Augmentation(true, 10, .1, .1);
    private static final int[] ORDER = {4, 0, 9, 2, 7, 7, 1, 3, 8, 5, 6};

    @TempDir
    Path folder;

    private Pixels pixels;

    @BeforeEach
    void open() {
        TinySet.flat(folder.resolve("data"));
        String text = TinySet.landmarks().replace("000003.jpg  7 8", "000003.jpg  nan 8");
        TinySet.write(folder.resolve("data/list_landmarks_align_celeba.txt"), text);
        FaceData data = FaceData.open(folder.resolve("data"));
        pixels = Pixels.open(data, SIZE, folder.resolve("cache"), 2, Progress.NONE);
    }

    @AfterEach
    void close() {
        pixels.close();
        pixels.data().close();
    }

    private static Loader.Settings settings(int batch, Augmentation augmentation, long seed, int threads) {
        return new Loader.Settings(batch, augmentation, MEAN, DEVIATION, seed, threads);
    }

    private List<Batch> all(Loader.Settings settings, int epoch, int first) {
        List<Batch> batches = new ArrayList<>();
        try (Loader loader = Loader.of(pixels, settings, ORDER, epoch, first)) {
            while (loader.hasNext()) {
                batches.add(loader.next());
            }
            assertThatThrownBy(loader::next).isInstanceOf(NoSuchElementException.class);
        }
        return batches;
    }

    private static double[] map(Batch batch, int i) {
        return Arrays.copyOfRange(batch.maps(), i * Batch.MAP, (i + 1) * Batch.MAP);
    }

    private static void assertSame(Batch a, Batch b) {
        assertThat(a).usingRecursiveComparison().isEqualTo(b);
    }

    @Test
    void batchHoldsPicturesMapsAndLabels() {
        List<Batch> batches = all(settings(4, Augmentation.NONE, 1, 2), 0, 0);
        assertThat(batches).hasSize(3);
        assertThat(batches.get(2).n()).isEqualTo(3);
        Batch batch = batches.getFirst();
        assertThat(batch.rows()).containsExactly(4, 0, 9, 2);
        byte[] rgb = new byte[3 * SIZE * SIZE];
        pixels.read(9, rgb);
        assertThat(Arrays.copyOfRange(batch.pictures(), 2 * rgb.length, 3 * rgb.length))
                .isEqualTo(rgb);
        // 0 may have a sign
        assertThat(map(batch, 2)).containsExactly(Batch.still(1, MEAN, DEVIATION), within(0.0));
        assertThat(Arrays.copyOf(batch.attributes(), 4)).containsExactly(1, 0, 1, 1);
        assertThat(batch.points()[0]).isEqualTo(6f / TinySet.WIDTH);
        assertThat(batch.points()[1]).isEqualTo(8f / TinySet.HEIGHT);
    }

    @Test
    void missingPointIsZeroAndMasked() {
        Batch batch = all(settings(11, Augmentation.NONE, 1, 1), 0, 0).getFirst();
        assertThat(Arrays.copyOfRange(batch.points(), 30, 32)).containsExactly(0, 0);
        assertThat(Arrays.copyOfRange(batch.pointMask(), 30, 34)).containsExactly(0, 0, 1, 1);
        assertThat(batch.attributeMask()).containsOnly(1);
    }

    @Test
    void rowIsAPureFunctionOfSeedEpochAndRow() {
        List<Batch> one = all(settings(3, ALL, 5, 1), 2, 0);
        List<Batch> four = all(settings(3, ALL, 5, 4), 2, 0);
        for (int i = 0; i < one.size(); i++) {
            assertSame(one.get(i), four.get(i));
        }
        List<Batch> resumed = all(settings(3, ALL, 5, 2), 2, 2);
        assertThat(resumed).hasSize(2);
        assertSame(resumed.getFirst(), one.get(2));
        Batch whole = all(settings(11, ALL, 5, 2), 2, 0).getFirst();
        double[] row7 = map(whole, 4);
        assertThat(row7).isEqualTo(map(whole, 5));
        assertThat(row7).isEqualTo(map(one.get(1), 1));
        assertThat(row7).isNotEqualTo(map(whole, 3));
        double[] first = one.getFirst().maps();
        assertThat(all(settings(3, ALL, 6, 1), 2, 0).getFirst().maps()).isNotEqualTo(first);
        assertThat(all(settings(3, ALL, 5, 1), 3, 0).getFirst().maps()).isNotEqualTo(first);
    }

    @Test
    void flipMirrorsTheMapAndSwapsLeftAndRight() {
        int[] order = new int[400];
        Loader.Settings plain = settings(400, Augmentation.NONE, 3, 1);
        Loader.Settings flips = settings(400, new Augmentation(true, 0, 0, 0), 3, 1);
        int flipped = 0;
        try (Loader a = Loader.of(pixels, plain, order, 0, 0)) {
            Batch still = a.next();
            for (int epoch = 0; epoch < 200; epoch++) {
                try (Loader b = Loader.of(pixels, flips, new int[] {0}, epoch, 0)) {
                    Batch moved = b.next();
                    boolean mirrored = moved.points()[0] != still.points()[0];
                    flipped += mirrored ? 1 : 0;
                    assertThat(moved.maps()[0]).isEqualTo(mirrored ? -1 : 1);
                    assertThat(moved.maps()[3]).isEqualTo(1);
                    assertThat(moved.pictures()).isEqualTo(Arrays.copyOf(still.pictures(), moved.pictures().length));
                    if (mirrored) {
                        // columns are counted from 0, so column x becomes WIDTH − 1 − x
                        float rightEye = (TinySet.WIDTH - 1 - 16f) / TinySet.WIDTH;
                        assertThat(moved.points()[0]).isCloseTo(rightEye, within(1e-7f));
                        assertThat(moved.points()[4]).isCloseTo(11f / TinySet.WIDTH, within(1e-7f));
                    }
                }
            }
        }
        // 100 expected, standard deviation 7
        assertThat(flipped).isBetween(70, 130);
    }

    @Test
    @Timeout(30)
    void failureOfAWorkerReachesTheReader() {
        Pixels broken = new Fake(row -> {
            if (row == 6) {
                throw new DataException("6.jpg: damaged; copy it again");
            }
        });
        int[] order = IntStream.range(0, 10).toArray();
        try (Loader loader = Loader.of(broken, settings(2, Augmentation.NONE, 1, 2), order, 0, 0)) {
            for (int i = 0; i < 3; i++) {
                loader.next();
            }
            assertThatThrownBy(loader::next)
                    .isInstanceOf(DataException.class)
                    .hasMessage("6.jpg: damaged; copy it again");
            assertThat(loader.hasNext()).isFalse();
        }
        Pixels dying = new Fake(row -> {
            throw new OutOfMemoryError("Java heap space");
        });
        try (Loader loader = Loader.of(dying, settings(2, Augmentation.NONE, 1, 2), order, 0, 0)) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessageContaining("Java heap space");
        }
    }

    @Test
    @Timeout(30)
    void closeDoesNotWaitForAWorkerThatHangs() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Pixels hanging = new Fake(row -> {
            started.countDown();
            try {
                assertThat(release.await(1, TimeUnit.HOURS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Loader loader = Loader.of(hanging, settings(2, Augmentation.NONE, 1, 2), ORDER, 0, 0);
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        loader.close();
        assertThat(loader.hasNext()).isFalse();
        release.countDown();
    }

    @Test
    void emptyOrderHasNoBatch() {
        try (Loader loader = Loader.of(pixels, settings(2, ALL, 1, 1), new int[0], 0, 0)) {
            assertThat(loader.hasNext()).isFalse();
            assertThat(loader.waitedNanos()).isZero();
            assertThat(loader.imagesPerWorkerSecond()).isNaN();
        }
    }

    /** The pixels of this test, and what happens before they are read. */
    private final class Fake implements Pixels {
        private final IntConsumer before;

        Fake(IntConsumer before) {
            this.before = before;
        }

        @Override
        public FaceData data() {
            return pixels.data();
        }

        @Override
        public int size() {
            return SIZE;
        }

        @Override
        public void read(int row, byte[] rgb) {
            before.accept(row);
            pixels.read(row, rgb);
        }

        @Override
        public void close() {}
    }
}
