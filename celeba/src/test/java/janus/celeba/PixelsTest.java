package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelsTest {
    private static final int SIZE = 8;
    private static final String CUT = ": the JPEG is cut: its end marker is missing; copy or download it again";

    @TempDir
    Path folder;

    private Path cache;

    @BeforeEach
    void draw() {
        TinySet.flat(folder.resolve("data"));
        cache = folder.resolve("cache");
    }

    private Pixels open() {
        return Pixels.open(FaceData.open(folder.resolve("data")), SIZE, cache, 3, Progress.NONE);
    }

    private static byte[] read(Pixels pixels, int row) {
        byte[] rgb = new byte[3 * pixels.size() * pixels.size()];
        pixels.read(row, rgb);
        return rgb;
    }

    private static byte[] decoded(FaceData data, int row) {
        try (Pixels direct = Pixels.decoding(data, SIZE)) {
            return read(direct, row);
        }
    }

    private Path only() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    private void assertRight() {
        try (Pixels pixels = open()) {
            for (int row = 0; row < TinySet.IMAGES; row++) {
                assertThat(read(pixels, row)).isEqualTo(decoded(pixels.data(), row));
            }
        }
    }

    @Test
    void cachedImagesAreTheDecodedOnes() throws IOException {
        assertRight();
        byte[] first = Files.readAllBytes(only());
        assertRight();
        assertThat(Files.readAllBytes(only())).isEqualTo(first);
    }

    @Test
    void secondOpenDecodesNothing() {
        open().close();
        boolean[] told = {false};
        FaceData data = FaceData.open(folder.resolve("data"));
        Pixels.open(data, SIZE, cache, 1, (what, done, total) -> told[0] = true).close();
        assertThat(told[0]).isFalse();
    }

    @Test
    void damagedCacheIsRebuiltOrHealed() throws IOException {
        open().close();
        Path file = only();
        byte[] whole = Files.readAllBytes(file);
        for (int at : new int[] {0, 9, 20, 50, 70, 64 + 8 * TinySet.IMAGES + 5, whole.length - 1}) {
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.seek(at);
                out.write(whole[at] ^ 4);
            }
            assertRight();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertRight();
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void changedImageGetsANewCache() {
        open().close();
        TinySet.write(folder.resolve("data/img_align_celeba/000003.jpg"), TinySet.jpeg(TinySet.WIDTH, 30, 77));
        assertRight();
    }

    @Test
    void staleTemporaryFileIsOverwritten() throws IOException {
        open().close();
        Path file = only();
        Files.move(file, file.resolveSibling(file.getFileName() + ".tmp"));
        assertRight();
        assertThat(only()).isEqualTo(file);
    }

    @Test
    void severalWhoOpenTheSameCacheAtOnceWriteItOnce() throws Exception {
        AtomicInteger written = new AtomicInteger();
        Progress counts = (what, done, total) -> written.incrementAndGet();
        CountDownLatch together = new CountDownLatch(4);
        try (FaceData data = FaceData.open(folder.resolve("data"));
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<byte[]>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    try (Pixels pixels = Pixels.open(data, SIZE, cache, 1, counts)) {
                        return read(pixels, 3);
                    }
                }));
            }
            for (Future<byte[]> one : all) {
                assertThat(one.get()).isEqualTo(decoded(data, 3));
            }
        }
        // ten images are one chunk
        assertThat(written).hasValue(1);
        only();
    }

    @Test
    void damagedImageIsRefusedByName() throws IOException {
        Path bad = damaged("data/img_align_celeba/000005.jpg");
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessage(bad + CUT + ", or delete its line from the lists");
        assertThat(only().toString()).endsWith(".lock");
    }

    @Test
    void fewDamagedImagesOfManyAreRefusedInOrderWithTheirNumber() {
        StringBuilder list = new StringBuilder("image,hat\n");
        byte[] jpeg = TinySet.jpeg(2, 2, 1);
        for (int i = 0; i < 1000; i++) {
            list.append("%04d.jpg,%d%n".formatted(i, i % 2));
            TinySet.write(folder.resolve("own/images/%04d.jpg".formatted(i)), jpeg);
        }
        TinySet.write(folder.resolve("own/faces.csv"), list.toString());
        try (FaceData data = FaceData.open(folder.resolve("own"))) {
            String last = damaged("own/images/0901.jpg") + CUT;
            assertThatThrownBy(() -> Pixels.open(data, 1, cache, 3, Progress.NONE))
                    .isInstanceOf(DataException.class)
                    .hasMessage(last + ", or delete its line from the lists");
            String first = IntStream.of(9, 17, 222, 555, 777)
                    .mapToObj(i -> damaged("own/images/%04d.jpg".formatted(i)) + CUT)
                    .collect(Collectors.joining(" | "));
            assertThatThrownBy(() -> Pixels.open(data, 1, cache, 3, Progress.NONE))
                    .hasMessage(first + ", or delete their lines from the lists (6 of 1000 images are damaged)");
        }
    }

    private Path damaged(String name) {
        byte[] jpeg = TinySet.jpeg(TinySet.WIDTH, TinySet.HEIGHT, 4);
        Path bad = folder.resolve(name);
        TinySet.write(bad, Arrays.copyOf(jpeg, jpeg.length - 20));
        return bad;
    }

    @Test
    void imageOfAnotherSizeIsRefused() {
        TinySet.write(folder.resolve("data/img_align_celeba/000005.jpg"), TinySet.jpeg(20, 30, 4));
        assertThatThrownBy(this::open).hasMessageContaining("20×30 pixels, the first image has 24×30");
    }
}
