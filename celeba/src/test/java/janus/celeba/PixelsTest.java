package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelsTest {
    private static final int SIZE = 8;

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
            assertThat(pixels.faults()).isEmpty();
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
    void staleTemporaryFileIsSwept() throws IOException {
        open().close();
        Path file = only();
        Files.delete(file);
        // no process has this number: Linux counts to 2²² at most
        Files.write(file.resolveSibling(file.getFileName() + ".tmp999999999"), new byte[10]);
        assertRight();
        only();
    }

    @Test
    void damagedImageInASmallSetIsRefusedByName() {
        byte[] jpeg = TinySet.jpeg(TinySet.WIDTH, TinySet.HEIGHT, 4);
        Path bad = folder.resolve("data/img_align_celeba/000005.jpg");
        TinySet.write(bad, Arrays.copyOf(jpeg, jpeg.length - 20));
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessage(bad + ": the JPEG is cut: its end marker is missing; copy or download it again");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void imageOfAnotherSizeIsRefused() {
        TinySet.write(folder.resolve("data/img_align_celeba/000005.jpg"), TinySet.jpeg(20, 30, 4));
        assertThatThrownBy(this::open).hasMessageContaining("20×30 pixels, the first image has 24×30");
    }
}
