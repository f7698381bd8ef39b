package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every fault of a list is a DataException with file, line where there is one, and remedy. */
class BadListTest {
    @TempDir
    Path folder;

    private Path attributes;
    private Path landmarks;
    private Path partition;

    @BeforeEach
    void draw() {
        TinySet.flat(folder);
        attributes = folder.resolve("list_attr_celeba.txt");
        landmarks = folder.resolve("list_landmarks_align_celeba.txt");
        partition = folder.resolve("list_eval_partition.txt");
    }

    private void edit(Path file, String from, String to) {
        try {
            String text = Files.readString(file);
            assertThat(text).contains(from);
            TinySet.write(file, text.replace(from, to));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(String start) {
        assertThatThrownBy(() -> FaceData.open(folder))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining("; ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void countThatIsNotTrue() {
        edit(attributes, "10\n", "11\n");
        assertRefused(attributes + ":1: promises 11 rows, the file has 10");
    }

    @Test
    void countThatIsMissing() {
        edit(attributes, "10\n", "");
        assertRefused(attributes + ":1: line 1 must be the number of rows, found 'Smiling'");
    }

    @Test
    void rowWithTooFewFields() {
        edit(attributes, "000002.jpg -1 -1", "000002.jpg -1");
        assertRefused(attributes + ":4: 2 fields, expected the file name and 2 columns");
    }

    @Test
    void duplicateRow() {
        edit(attributes, "000003.jpg", "000002.jpg");
        assertRefused(attributes + ":5: '000002.jpg' stands on line 4 already");
    }

    @Test
    void duplicateColumn() {
        edit(attributes, "Smiling Bald", "Bald Bald");
        assertRefused(attributes + ":2: column 'Bald' is named twice");
    }

    @Test
    void twoColumnsOfSplits() {
        Path csv = folder.resolve("own.csv");
        TinySet.write(csv, "image,split,Split,Bald\na.jpg,train,test,1\n");
        assertThatThrownBy(() -> FaceData.csv(csv)).hasMessageStartingWith(csv + ":1: column 'Split' is named twice");
    }

    @Test
    void valueThatIsNoLabel() {
        edit(attributes, "000002.jpg -1 -1", "000002.jpg -1  2");
        assertRefused(attributes + ":4: Bald is 2.0; write 1 or -1");
    }

    @Test
    void valueThatIsNoNumber() {
        edit(attributes, "000002.jpg -1 -1", "000002.jpg yes -1");
        assertRefused(attributes + ":4: 'yes' is not a number");
    }

    @Test
    void minusOneBesideZero() {
        edit(attributes, "000004.jpg -1  1", "000004.jpg -1  0");
        assertRefused(attributes + ":6: the list holds both -1 and 0");
    }

    @Test
    void namesThatLeaveTheFolder() {
        for (String name : new String[] {"../002.jpg", "/00002.jpg", "a\\..\\2.jpg", "C:0002.jpg", "./0002.jpg"}) {
            TinySet.write(attributes, TinySet.attributes().replace("000002.jpg", name));
            assertRefused(attributes + ":4: file name '" + name + "' ");
        }
    }

    @Test
    void pointOutsideTheImage() {
        edit(landmarks, "000002.jpg  6 8", "000002.jpg  6 300");
        assertRefused(landmarks + ":4: lefteye at (6.0, 300.0) lies outside the 24×30 image");
    }

    @Test
    void pointThatIsInfinite() {
        edit(landmarks, "000002.jpg  6 8", "000002.jpg  6 Infinity");
        assertRefused(landmarks + ":4: 'Infinity' is not finite");
    }

    @Test
    void halfAPoint() {
        edit(landmarks, "nose_x", "nose_z");
        assertRefused(landmarks + ": column 'nose_z' is half a point");
    }

    @Test
    void unknownPartition() {
        edit(partition, "000002.jpg 0", "000002.jpg 3");
        assertRefused(partition + ":2: unknown split '3'; use 0 train, 1 validation, 2 test");
    }

    @Test
    void fileThatIsNoList() {
        TinySet.write(attributes, "\n<!DOCTYPE html><html><body>Quota exceeded</body></html>");
        assertRefused(attributes + ": a web page, not a list");
        TinySet.write(attributes, "\uFEFF10\nSmiling".getBytes(StandardCharsets.UTF_16LE));
        assertRefused(attributes + ": UTF-16 text");
        TinySet.write(attributes, new byte[] {10, 0, 20, 0});
        assertRefused(attributes + ": binary data");
        TinySet.write(attributes, "");
        assertRefused(attributes + ": empty");
        TinySet.write(attributes, "image_id,Smiling\n");
        assertRefused(attributes + ": no rows");
    }

    @Test
    void csvInTextsClothesIsRead() {
        TinySet.write(attributes, TinySet.csv(TinySet.attributes(), "Smiling Bald"));
        try (FaceData faces = FaceData.open(folder)) {
            assertThat(faces.attribute(3, 1)).isEqualTo(1);
        }
    }

    @Test
    void csvWithSemicolons() {
        String list = TinySet.csv(TinySet.attributes(), "Smiling Bald").replace(',', ';');
        TinySet.write(attributes, list);
        assertRefused(attributes + ":1: ");
    }

    @Test
    void mostImagesMissing() throws IOException {
        Files.delete(folder.resolve("img_align_celeba/000007.jpg"));
        assertRefused(attributes + ":9: 1 of 10 rows have no image in ");
    }

    @Test
    void namesThatDoNotMatch() {
        TinySet.write(attributes, TinySet.attributes().replace(".jpg", ".png"));
        TinySet.write(landmarks, TinySet.landmarks().replace(".jpg", ".png"));
        assertRefused(folder.resolve("img_align_celeba") + ": no image is named in the lists (listed 000001.png");
    }

    @Test
    void firstImageThatIsNone() {
        TinySet.write(folder.resolve("img_align_celeba/000001.jpg"), "<html>");
        assertRefused(folder.resolve("img_align_celeba/000001.jpg") + ": a web page, not an image");
    }
}
