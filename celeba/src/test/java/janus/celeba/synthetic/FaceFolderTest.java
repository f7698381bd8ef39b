package janus.celeba.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.celeba.Progress;
import janus.celeba.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceFolderTest {
    private static final Progress SILENT = (work, done, all) -> {};

    @TempDir
    Path root;

    private static SyntheticFaces.Settings settings(long seed) {
        return new SyntheticFaces.Settings(7, 2, 3, seed, 1, 2, 0, false);
    }

    private static Map<String, byte[]> files(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static void assertSame(Map<String, byte[]> a, Map<String, byte[]> b) {
        assertThat(a.keySet()).isEqualTo(b.keySet());
        a.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(b.get(name)));
    }

    @Test
    void sameSettingsGiveTheSameBytesForAnyNumberOfThreads() {
        SyntheticFaces.draw(settings(5), root.resolve("one"), 1, SILENT);
        SyntheticFaces.draw(settings(5), root.resolve("three"), 3, SILENT);
        Map<String, byte[]> one = files(root.resolve("one"));
        assertThat(one).hasSize(12 + 4 + 1);
        assertSame(one, files(root.resolve("three")));
        SyntheticFaces.draw(settings(6), root.resolve("other"), 3, SILENT);
        assertThat(files(root.resolve("other")).get("Img/img_align_celeba/000001.jpg"))
                .isNotEqualTo(one.get("Img/img_align_celeba/000001.jpg"));
    }

    @Test
    void severalWhoDrawTheSameSetAtOnceDrawItOnce() throws Exception {
        SyntheticFaces.draw(settings(5), root.resolve("alone"), 1, SILENT);
        AtomicInteger drawn = new AtomicInteger();
        Progress counts = (work, done, all) -> drawn.incrementAndGet();
        CountDownLatch together = new CountDownLatch(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    SyntheticFaces.draw(settings(5), root.resolve("shared"), 1, counts);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(drawn).hasValue(12);
        assertSame(files(root.resolve("alone")), files(root.resolve("shared")));
    }

    @Test
    void failedPictureEndsTheDrawing() throws IOException {
        Path images = root.resolve("Img/img_align_celeba");
        // of a thousand: far from the first, which tells when to spoil it, and from the last
        Progress spoils = (work, done, all) -> {
            if (done == 1) {
                assertThat(images.resolve("000400.jpg").toFile().mkdir()).isTrue();
            }
        };
        SyntheticFaces.Settings settings = new SyntheticFaces.Settings(1000, 0, 0, 1, 1, 2, 0, false);
        assertThatThrownBy(() -> SyntheticFaces.draw(settings, root, 2, spoils))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("000400.jpg");
        try (Stream<Path> drawn = Files.list(images)) {
            assertThat(drawn.count()).isLessThan(1000);
        }
    }

    @Test
    void drawnFolderReadsAsCelebA() {
        SyntheticFaces.draw(settings(5), root, 1, SILENT);
        try (FaceData faces = FaceData.open(root)) {
            assertThat(faces.attributes())
                    .hasSize(40)
                    .startsWith("5_o_Clock_Shadow")
                    .endsWith("Young");
            assertThat(faces.points()).containsExactly("lefteye", "righteye", "nose", "leftmouth", "rightmouth");
            assertThat(faces.rows(Split.TRAIN)).hasSize(7);
            assertThat(faces.rows(Split.VALIDATION)).hasSize(2);
            assertThat(faces.rows(Split.TEST)).hasSize(3);
            double[] points = Geometry.of(settings(5).factors(4), false).points();
            assertThat(faces.x(4, 2)).isEqualTo(Math.round(points[4]));
            assertThat(faces.y(4, 2)).isEqualTo(Math.round(points[5]));
        }
    }

    @Test
    void completeFolderIsLeftAlone() {
        SyntheticFaces.draw(settings(5), root, 1, SILENT);
        AtomicInteger drawn = new AtomicInteger();
        SyntheticFaces.draw(settings(5), root, 1, (work, done, all) -> drawn.incrementAndGet());
        assertThat(drawn).hasValue(0);
    }

    @Test
    void incompleteOrOtherFolderIsDrawnAgain() throws IOException {
        SyntheticFaces.draw(settings(5), root, 1, SILENT);
        Map<String, byte[]> whole = files(root);
        Files.delete(root.resolve("Img/img_align_celeba/000009.jpg"));
        SyntheticFaces.draw(settings(5), root, 1, SILENT);
        assertSame(whole, files(root));
        Path manifest = root.resolve("janus-synthetic.txt");
        Files.writeString(
                manifest, Files.readString(manifest).replaceAll("sha256 = .*\ncomplete = true", "complete = false"));
        Files.writeString(root.resolve("Img/img_align_celeba/000003.jpg"), "cut");
        SyntheticFaces.draw(settings(5), root, 1, SILENT);
        assertSame(whole, files(root));
        SyntheticFaces.draw(new SyntheticFaces.Settings(4, 0, 1, 5, 1, 2, 0, false), root, 1, SILENT);
        assertThat(files(root)).hasSize(5 + 4 + 1);
    }

    @Test
    void foreignFolderIsRefusedAndKept() throws IOException {
        Path mine = Files.createDirectories(root.resolve("Img")).resolve("holiday.jpg");
        Files.writeString(mine, "mine");
        assertThatThrownBy(() -> SyntheticFaces.draw(settings(5), root, 1, SILENT))
                .isInstanceOf(DataException.class)
                .hasMessage(root + ": is not empty and holds no drawn faces; choose another folder");
        assertThat(files(root)).containsOnlyKeys("Img/holiday.jpg");
        assertThatThrownBy(() -> SyntheticFaces.draw(settings(5), mine, 1, SILENT))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(mine + ": ");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void identitiesNeverSpanTwoSplits() {
        SyntheticFaces.Settings settings = new SyntheticFaces.Settings(7, 2, 30, 1, 1, 2, 0, false);
        Map<Integer, Integer> partitions = new TreeMap<>();
        for (int picture = 0; picture < 39; picture++) {
            int partition = settings.partition(picture);
            Integer other = partitions.put(settings.identity(picture), partition);
            assertThat(other).as("partition of picture %d", picture).isIn(null, partition);
        }
        assertThat(partitions).hasSizeGreaterThan(10);
    }
}
