package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {
    @TempDir
    Path folder;

    private String check(Path data) {
        try (FaceData faces = FaceData.open(data)) {
            assertThat(faces.size()).isEqualTo(TinySet.IMAGES);
            assertThat(faces.attributes()).containsExactly("Smiling", "Bald");
            assertThat(faces.points()).containsExactly("lefteye", "righteye", "nose", "leftmouth", "rightmouth");
            assertThat(faces.width()).isEqualTo(TinySet.WIDTH);
            assertThat(faces.height()).isEqualTo(TinySet.HEIGHT);
            assertThat(faces.name(3)).isEqualTo("000004.jpg");
            assertThat(faces.attribute(0, 0)).isEqualTo(1);
            assertThat(faces.attribute(1, 0)).isZero();
            assertThat(faces.attribute(3, 1)).isEqualTo(1);
            assertThat(faces.x(4, 0)).isEqualTo(6);
            assertThat(faces.y(7, 2)).isEqualTo(15);
            assertThat(faces.rows(Split.TRAIN)).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(faces.rows(Split.VALIDATION)).containsExactly(6, 7);
            assertThat(faces.rows(Split.TEST)).containsExactly(8, 9);
            assertThat(faces.mirroredPoints()).containsExactly(1, 0, 2, 4, 3);
            assertThat(faces.ocular()).containsExactly(0, 1);
            assertThat(faces.file(9)).isEqualTo(TinySet.jpeg(TinySet.WIDTH, TinySet.HEIGHT, 9));
            assertThat(faces.findings()).noneMatch(f -> f.contains("missing") || f.contains("without"));
            return faces.hash();
        }
    }

    @Test
    void officialTreeKaggleAndFlatAreTheSameData() {
        TinySet.official(folder.resolve("a"));
        TinySet.kaggle(folder.resolve("b"));
        TinySet.flat(folder.resolve("c"));
        String hash = check(folder.resolve("a"));
        assertThat(check(folder.resolve("b"))).isEqualTo(hash);
        assertThat(check(folder.resolve("c"))).isEqualTo(hash);
    }

    @Test
    void parentOfADataSetIsEnough() {
        TinySet.flat(folder.resolve("data/celeba"));
        check(folder);
    }

    @Test
    void imageFolderOrListIsEnough() {
        TinySet.official(folder);
        check(folder.resolve("Img/img_align_celeba"));
        check(folder.resolve("Img"));
        check(folder.resolve("Anno"));
        check(folder.resolve("Anno/list_attr_celeba.txt"));
    }

    @Test
    void imageFolderMayBeALink() throws IOException {
        Path images = folder.resolve("elsewhere/images");
        TinySet.images(images);
        TinySet.lists(folder.resolve("set"));
        Path link = Files.createSymbolicLink(folder.resolve("set/images"), images);
        check(folder.resolve("set"));
        check(link);
    }

    @Test
    void zipIsReadWhereItLies() {
        TinySet.lists(folder.resolve("a"));
        TinySet.zip(folder.resolve("a/img_align_celeba.zip"), "img_align_celeba/");
        check(folder.resolve("a"));
        check(folder.resolve("a/img_align_celeba.zip"));
        TinySet.lists(folder.resolve("b/Anno"));
        TinySet.zip(folder.resolve("b/Img/img_align_celeba.zip"), "");
        check(folder.resolve("b/Img/img_align_celeba.zip"));
    }

    @Test
    void lineEndsMarksAndZeroOneValuesDoNotMatter() {
        TinySet.flat(folder);
        String crlf =
                "\uFEFF" + TinySet.attributes().replaceAll("\r?\n", "\r\n").replace("-1", " 0");
        TinySet.write(folder.resolve("list_attr_celeba.txt"), crlf);
        TinySet.write(
                folder.resolve("list_eval_partition.txt"), TinySet.partition().stripTrailing());
        check(folder);
    }

    @Test
    void columnsAreFoundByHeaderAndRowsByName() {
        TinySet.flat(folder);
        List<String> rows = TinySet.landmarks().lines().skip(2).toList().reversed();
        StringBuilder list = new StringBuilder("10\nlefteye_y lefteye_x righteye_x righteye_y nose_x nose_y"
                + " leftmouth_x leftmouth_y rightmouth_x rightmouth_y\n");
        for (String row : rows) {
            String[] f = row.split(" +");
            list.append(f[0] + " " + f[2] + " " + f[1] + " " + String.join(" ", Arrays.copyOfRange(f, 3, 11)) + "\n");
        }
        TinySet.write(folder.resolve("list_landmarks_align_celeba.txt"), list.toString());
        try (FaceData faces = FaceData.open(folder)) {
            assertThat(faces.x(4, 0)).isEqualTo(6);
            assertThat(faces.y(4, 0)).isEqualTo(8);
            assertThat(faces.y(7, 2)).isEqualTo(15);
        }
    }

    @Test
    void twoDataSetsBelowOneFolderAreRefused() {
        TinySet.flat(folder.resolve("a"));
        TinySet.flat(folder.resolve("b"));
        assertThatThrownBy(() -> FaceData.open(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + ": holds several data sets (a, b); give one of them");
    }

    @Test
    void listsBesideAreNotThoseOfAFolderThatHoldsNoPart() throws Exception {
        TinySet.flat(folder);
        Path empty = Files.createDirectories(folder.resolve("empty"));
        refused(empty);
        Files.createDirectories(empty.resolve("Img/img_align_celeba"));
        refused(empty);
        Files.writeString(empty.resolve("notes.txt"), "none yet");
        refused(empty);
    }

    private static void refused(Path data) {
        assertThatThrownBy(() -> FaceData.open(data))
                .isInstanceOf(DataException.class)
                .hasMessage(data + ": no lists (list_attr_celeba.txt, list_landmarks_align_celeba.txt,"
                        + " list_eval_partition.txt, or one CSV) and no images in it; give the folder of the data set");
    }

    @Test
    void imagesMayLieDeepInAFolderBesideTheLists() {
        TinySet.write(folder.resolve("faces.csv"), "image,hat\na/b/c/1.jpg,1\n");
        TinySet.write(folder.resolve("images/a/b/c/1.jpg"), TinySet.jpeg(24, 30, 1));
        try (FaceData faces = FaceData.open(folder.resolve("images"))) {
            assertThat(faces.name(0)).isEqualTo("a/b/c/1.jpg");
        }
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        assertThatThrownBy(() -> FaceData.open(folder.resolve("none")))
                .hasMessage(folder.resolve("none") + ": no such file or folder; give the folder of the data set");
        // lists are looked for beside a folder of images, too, and anything may lie beside the temporary one
        TinySet.write(folder.resolve("images/1.jpg"), TinySet.jpeg(24, 30, 1));
        assertThatThrownBy(() -> FaceData.open(folder.resolve("images"))).hasMessageContaining("no lists");
        Path data = Files.createDirectory(folder.resolve("data"));
        TinySet.lists(data);
        assertThatThrownBy(() -> FaceData.open(data)).hasMessageContaining("lists but no images");
        Files.delete(data.resolve("list_landmarks_align_celeba.txt"));
        TinySet.write(data.resolve("list_landmarks_celeba.txt"), TinySet.landmarks());
        assertThatThrownBy(() -> FaceData.open(data)).hasMessageContaining("before alignment");
    }
}
