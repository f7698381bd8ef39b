package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDataTest {
    @TempDir
    Path folder;

    private Path csv(String header, String... rows) {
        Path file = folder.resolve("faces.csv");
        TinySet.write(file, header + "\n" + String.join("\n", rows) + "\n");
        for (String row : rows) {
            String name = row.substring(0, row.indexOf(',')).replace("\"", "");
            TinySet.write(folder.resolve("images/" + name), TinySet.jpeg(32, 32, 1));
        }
        return file;
    }

    @Test
    void oneCsvHoldsLabelsPointsAndSplits() {
        Path file = csv(
                "image,split,hat,left_eye_x,left_eye_y,glasses,right_eye_x,right_eye_y",
                "a/1.jpg,train,1,3,4,0,20.5,5",
                "b/1.jpg,val,0,,,1,20,6",
                "\"c.jpg\",test,,3,4,nan,20,7");
        TinySet.write(folder.resolve("dataset.yaml"), "ocular: [left_eye, right_eye]\n");
        for (Path data : new Path[] {file, folder}) {
            try (FaceData faces = FaceData.open(data)) {
                assertThat(faces.attributes()).containsExactly("hat", "glasses");
                assertThat(faces.points()).containsExactly("left_eye", "right_eye");
                assertThat(faces.mirroredPoints()).containsExactly(1, 0);
                assertThat(faces.name(0)).isEqualTo("a/1.jpg");
                assertThat(faces.rows(Split.VALIDATION)).containsExactly(1);
                assertThat(faces.x(0, 1)).isEqualTo(20.5f);
                assertThat(faces.x(1, 0)).isNaN();
                assertThat(faces.attribute(2, 0)).isEqualTo(-1);
                assertThat(faces.attribute(2, 1)).isEqualTo(-1);
                assertThat(faces.findings())
                        .contains("2 attribute labels missing (masked)", "1 points missing (masked)");
            }
        }
    }

    @Test
    void withoutPointsThereAreNoEyes() {
        try (FaceData faces = FaceData.open(csv("image,hat", "1.jpg,1", "2.jpg,0"))) {
            assertThat(faces.points()).isEmpty();
            assertThat(faces.ocular()).isEmpty();
        }
    }

    @Test
    void labelsAloneAreWholeAndRefusePixels() {
        Path file = folder.resolve("labels");
        TinySet.write(
                file,
                "image,split,hat,lefteye_x,lefteye_y,righteye_x,righteye_y\nb.png,2,1,3,4,900.5,5\na.jpg,0,,3,,9,5\n");
        try (FaceData faces = FaceData.csv(file)) {
            assertThat(faces.name(0)).isEqualTo("a.jpg");
            assertThat(faces.attribute(0, 0)).isEqualTo(-1);
            assertThat(faces.x(0, 0)).isNaN();
            assertThat(faces.x(1, 1)).isEqualTo(900.5f);
            assertThat(faces.rows(Split.TEST)).containsExactly(1);
            assertThat(faces.ocular()).containsExactly(0, 1);
            assertThat(faces.findings())
                    .anyMatch(line -> line.contains(": 2 images by their labels, 1 attributes, 2 "));
            String line = file + ": labels alone, no image is opened; give the folder with the images";
            assertThatThrownBy(() -> faces.file(0))
                    .isInstanceOf(DataException.class)
                    .hasMessage(line);
            assertThatThrownBy(faces::width).hasMessage(line);
            assertThatThrownBy(faces::height).hasMessage(line);
            assertThatThrownBy(faces::imageHash).hasMessage(line);
        }
        TinySet.write(file, "image,hat,lefteye_x,lefteye_y,righteye_x,righteye_y\na.jpg,1,-3,4,9,5\n");
        assertThatThrownBy(() -> FaceData.csv(file))
                .hasMessageStartingWith(file + ":2: lefteye at (-3.0, 4.0) lies outside the image");
    }

    @Test
    void twoQuotesInsideQuotesAreOne() {
        Path file = folder.resolve("labels");
        TinySet.write(file, "image,\"a \"\"b\"\"\",\"\"\"c\"\n\"a\"\"b,.jpg\",1,0\n\"\"\"\",0,\"1\"\n");
        try (FaceData faces = FaceData.csv(file)) {
            assertThat(faces.attributes()).containsExactly("a \"b\"", "\"c");
            assertThat(faces.name(0)).isEqualTo("\"");
            assertThat(faces.name(1)).isEqualTo("a\"b,.jpg");
            assertThat(faces.attribute(0, 1)).isEqualTo(1);
        }
    }

    @Test
    void quotesThatDoNotPairAreRefused() {
        Path file = folder.resolve("labels");
        TinySet.write(file, "image,hat\n\"a.jpg\" ,\"1\"\n\"b.jpg\",0\n");
        try (FaceData faces = FaceData.csv(file)) {
            assertThat(faces.size()).isEqualTo(2);
        }
        String rule = ":2: a quote inside quotes, or one that is not closed; double it, or close it in its line";
        for (String row : new String[] {"\"a\"b\",1", "\"a.jpg,1", "a.jpg,\"1", "a.jpg,\""}) {
            TinySet.write(file, "image,hat\n" + row + "\n");
            assertThatThrownBy(() -> FaceData.csv(file)).as(row).hasMessage(file + rule);
        }
    }

    @Test
    void pointsWithoutEyesMustBeNamed() {
        Path file = csv("image,a_x,a_y,b_x,b_y", "1.jpg,1,2,3,4");
        assertThatThrownBy(() -> FaceData.open(file)).hasMessageContaining("as in ocular: [a, b]");
    }

    @Test
    void settingsOfTheDataSetAreChecked() {
        Path file = csv("image,a_x,a_y,b_x,b_y", "1.jpg,1,2,3,4");
        Path settings = folder.resolve("dataset.yaml");
        TinySet.write(settings, "ocular: [a, b]\n");
        try (FaceData faces = FaceData.open(file)) {
            assertThat(faces.findings()).anyMatch(line -> line.contains("as in flip: [[a, b]]"));
        }
        TinySet.write(settings, "ocular: [a, b]\nflip: [[a, b]]\n");
        try (FaceData faces = FaceData.open(file)) {
            assertThat(faces.mirroredPoints()).containsExactly(1, 0);
        }
        refused(settings, "ocular: [a, b]\nflop: []\n", settings + ":2: unknown key 'flop'; keys are flip and ocular");
        refused(settings, "ocular: [a, c]\n", settings + ": ocular [a, c] is not a pair of points");
        refused(settings, "ocular: [a, b]\nflip: [[a, b], [a, b]]\n", settings + ": flip names a point of");
        refused(settings, "ocular: [~, b]\n", settings + ": ocular [null, b] is not a pair of points");
        refused(settings, "ocular: [a, b]\nflip: [~]\n", settings + ": flip null is not a pair of points");
        refused(settings, "ocular: {a: b}\n", settings + ":1: ");
        refused(settings, "ocular: [a, b\n", settings + ":");
    }

    private void refused(Path settings, String text, String start) {
        TinySet.write(settings, text);
        assertThatThrownBy(() -> FaceData.open(folder.resolve("faces.csv")))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(start)
                .hasMessageNotContaining("\n");
    }

    @Test
    void withoutSplitsIdentitiesStayTogether() {
        String[] rows = new String[400];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "%03d.jpg,p%d,%d".formatted(i, i / 4, i % 2);
        }
        try (FaceData faces = FaceData.open(csv("image,identity,hat", rows))) {
            assertThat(faces.attributes()).containsExactly("hat");
            Map<Integer, Split> splits = new HashMap<>();
            for (Split split : Split.values()) {
                for (int row : faces.rows(split)) {
                    assertThat(splits.getOrDefault(row / 4, split)).isEqualTo(split);
                    splits.put(row / 4, split);
                }
            }
            assertThat(splits).hasSize(100);
            // 80 expected of 100 draws: standard deviation 4
            assertThat(faces.rows(Split.TRAIN).length / 4).isBetween(68, 92);
        }
    }

    @Test
    void hashedSplitOfANameNeverChanges() {
        String[] rows = new String[40];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i + ".jpg," + i % 2;
        }
        try (FaceData faces = FaceData.open(csv("image,hat", rows))) {
            StringBuilder splits = new StringBuilder();
            for (Split split : new Split[] {Split.VALIDATION, Split.TEST}) {
                for (int row : faces.rows(split)) {
                    splits.append(split).append(' ').append(faces.name(row)).append(' ');
                }
            }
            // written down from the first version: data sets without splits rely on it
            assertThat(splits.toString())
                    .isEqualTo("VALIDATION 14.jpg VALIDATION 7.jpg TEST 15.jpg TEST 26.jpg TEST 31.jpg ");
        }
    }

    @Test
    void missingRowsAreMaskedAndCounted() throws Exception {
        TinySet.flat(folder.resolve("celeba"));
        Path root = folder.resolve("celeba");
        TinySet.write(
                root.resolve("list_landmarks_align_celeba.txt"),
                TinySet.landmarks().replaceFirst("10\n", "9\n").replaceAll("000002.jpg.*\n", ""));
        TinySet.write(
                root.resolve("list_eval_partition.txt"), TinySet.partition().replaceAll("000003.jpg.*\n", ""));
        TinySet.write(root.resolve("img_align_celeba/extra.jpg"), TinySet.jpeg(24, 30, 1));
        try (FaceData faces = FaceData.open(root)) {
            assertThat(faces.size()).isEqualTo(TinySet.IMAGES);
            assertThat(faces.x(1, 0)).isNaN();
            assertThat(faces.rows(Split.TRAIN)).containsExactly(0, 1, 3, 4, 5);
            assertThat(faces.findings())
                    .contains(
                            "1 images without a row in list_landmarks_align_celeba.txt",
                            "1 images without a row in list_eval_partition.txt",
                            "1 images without any label (left out)",
                            "1 images in no split",
                            "5 points missing (masked)");
        }
    }

    @Test
    void fewRowsWithoutImagesAreLeftOut() throws Exception {
        String[] rows = new String[40];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i + ".jpg," + i % 2;
        }
        Path file = csv("image,hat", rows);
        Files.delete(folder.resolve("images/7.jpg"));
        Files.delete(folder.resolve("images/9.jpg"));
        try (FaceData faces = FaceData.open(file)) {
            assertThat(faces.size()).isEqualTo(38);
            assertThat(faces.findings()).contains("2 rows of faces.csv without an image (left out)");
        }
        Files.delete(folder.resolve("images/8.jpg"));
        assertThatThrownBy(() -> FaceData.open(file)).hasMessageContaining(":9: 3 of 40 rows have no image");
    }
}
