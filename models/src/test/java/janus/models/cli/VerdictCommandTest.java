package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.report.Comparison;
import janus.models.train.SmallFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predictions that another program might have made, and labels of which no image exists. */
final class VerdictCommandTest {
    private static final int IMAGES = 40;

    @TempDir
    private static Path folder;

    private static Path labels;
    private static Output byImages;

    @BeforeAll
    static void writePredictions() throws IOException {
        Path data = SmallFaces.write(folder.resolve("data"), IMAGES, 7);
        labels = Files.createDirectories(folder.resolve("bare")).resolve("truth.table");
        Files.copy(data, labels);
        arm("a", .05, .2);
        arm("b", .3, 1);
        byImages = verdict("--data", data.getParent().toString());
        assertThat(byImages.code()).as(byImages.err()).isZero();
    }

    /** Two test images in three, in another order than the labels'. */
    private static void arm(String name, double wrong, double pixels) throws IOException {
        List<String[]> rows =
                Files.readAllLines(labels).stream().map(line -> line.split(",")).toList();
        for (int seed = 1; seed <= 8; seed++) {
            Random random = new Random(seed * 31L + name.hashCode());
            StringBuilder csv = new StringBuilder("image,Red,Large,lefteye_x,lefteye_y,righteye_x,righteye_y\n");
            for (int i = IMAGES; i > IMAGES / 3; i--) {
                String[] row = rows.get(i);
                csv.append(row[0]);
                for (int j = 2; j < 4; j++) {
                    csv.append(random.nextDouble() < wrong == row[j].equals("1") ? ",-2.5" : ",2.5");
                }
                for (int j = 4; j < 8; j++) {
                    csv.append(',').append(Integer.parseInt(row[j]) + pixels * random.nextGaussian());
                }
                csv.append('\n');
            }
            Files.writeString(
                    Files.createDirectories(folder.resolve(name).resolve("seed-" + seed))
                            .resolve("predictions.csv"),
                    csv);
        }
    }

    private static Output verdict(String... truth) {
        String[] args = {
            "verdict", folder.resolve("a").toString(), folder.resolve("b").toString(), truth[0], truth[1]
        };
        return Output.of(args);
    }

    @Test
    void endpointThatOneArmLeavesOutIsNoWayToHideATradeOff() throws IOException {
        Path half = folder.resolve("half");
        for (int seed = 1; seed <= 8; seed++) {
            List<String> lines = Files.readAllLines(folder.resolve("b/seed-" + seed + "/predictions.csv"));
            Path file = Files.createDirectories(half.resolve("seed-" + seed)).resolve("predictions.csv");
            Files.write(
                    file,
                    lines.stream()
                            .map(line -> line.replaceAll("(,[^,]*){4}$", ""))
                            .toList());
        }
        String[] command = {"verdict", folder.resolve("a").toString(), half.toString(), "--labels", labels.toString()};
        assertThat(Output.of(command).out())
                .contains("NME: not compared, " + half + " does not predict it\n")
                .contains("verdict on A: on what both predict: better (accuracy: better)\n");
        assertThat(Output.of("verdict", command[1], command[2], command[3], command[4], "--json")
                        .out())
                .contains("\"verdict\" : \"on what both predict: better\"", "NME: not compared");
    }

    @Test
    void labelsWithoutAnyImageGiveTheSamePage() {
        Output output = verdict("--labels", labels.toString());
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out())
                .isEqualTo(byImages.out())
                .contains("8 seeds, 27 images", "not audited: no config.yaml in ", "verdict on A: better");
    }

    @Test
    void listsOfCelebaAreEnoughWithoutTheirImages() throws IOException {
        Path lists = Files.createDirectories(folder.resolve("lists"));
        List<String[]> rows = Files.readAllLines(labels).stream()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
        String count = IMAGES + "\n";
        Files.writeString(
                lists.resolve("list_attr_celeba.txt"),
                count + "Red Large\n"
                        + rows.stream()
                                .map(row -> "%s %s %s\n".formatted(row[0], row[2], row[3]))
                                .collect(Collectors.joining())
                                .replace(" 0", " -1"));
        Files.writeString(
                lists.resolve("list_landmarks_align_celeba.txt"),
                count + "lefteye_x lefteye_y righteye_x righteye_y\n"
                        + rows.stream()
                                .map(row -> "%s %s %s %s %s\n".formatted(row[0], row[4], row[5], row[6], row[7]))
                                .collect(Collectors.joining()));
        // more images are split than labelled
        Files.writeString(lists.resolve("list_eval_partition.txt"), "other-1.jpg 0\nother-2.jpg 1\n000.jpg 2\n");
        Output output = verdict("--data", lists.toString());
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out()).isEqualTo(byImages.out());
    }

    @Test
    void drawnFacesAreNamedWhereOnlyTheirRunsSaySo() throws IOException {
        Path summary = folder.resolve("b/seed-8/summary.json");
        Files.writeString(summary, "{\"synthetic\": true}");
        Output output = verdict("--labels", labels.toString());
        Files.delete(summary);
        assertThat(output.out()).isEqualTo(byImages.out() + Comparison.SYNTHETIC + "\n");
    }

    @Test
    void missingLabelIsLeftOutOfTheScore() throws IOException {
        Path some = folder.resolve("some.csv");
        List<String> lines = Files.readAllLines(labels);
        lines.replaceAll(line -> line.replaceFirst("^(039.jpg,.),.,.,.*", "$1,,,,,,"));
        Files.write(some, lines);
        Output output = verdict("--labels", some.toString());
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out()).isNotEqualTo(byImages.out()).contains("8 seeds, 27 images");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "^image,            | name,      | LABELS:1: the first column is 'name'; begin each line with the image's "
                        + "name, and the header with image, commas between",
                ",Large,            | ,Huge,     | A:1: predicts 'Large', which the data has no label for; name it as "
                        + "the data does, or remove it",
                "righteye_x,righteye_y | chin_x,chin_y | LABELS: no points lefteye and righteye to measure errors by; add them, "
                        + "or name two points in dataset.yaml beside it, as in ocular: [lefteye, chin]",
                "(?m)^039.jpg       | 38.jpg     | A:2: the data has no labels of 039.jpg; label it, or check --data",
                "(?m)^039.jpg       | 037.jpg    | LABELS:41: '037.jpg' stands on line 39 already; remove one of the two",
                "(?m)^039.jpg,2,.   | 039.jpg,2,2 | LABELS:41: Red is 2.0; write 1 or -1, or 1 or 0",
                "(?m)^039.jpg,2     | 039.jpg    | LABELS:41: 7 fields, expected the file name and 7 columns; complete "
                        + "the line; the file may be cut",
                "(?s)\\n.*          | ``         | LABELS: no rows; download or write it again"
            })
    void labelsThatDoNotFitAreRefusedInOneLine(String pattern, String replacement, String line) throws IOException {
        Path file = folder.resolve("wrong.csv");
        Files.writeString(file, Files.readString(labels).replaceFirst(pattern, replacement));
        Output output = verdict("--labels", file.toString());
        Path first = folder.resolve("a/seed-1/predictions.csv");
        assertThat(output.err())
                .isEqualTo("error: " + line.replace("LABELS", file.toString()).replaceFirst("^A:", first + ":") + "\n");
        assertThat(output.out()).isEmpty();
        assertThat(output.code()).isEqualTo(2);
    }

    /** A label that is misspelt would otherwise be left out of the mean in silence. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",Large,      | ,large,     | 1: predicts 'large', which the data has no label for; name it as the data "
                        + "does, or remove it",
                ",Large,      | ,Red,       | 1: two columns have one name; give each its own",
                "lefteye_y    | Large_y     | 1: predicts lefteye_x without lefteye_y; add it",
                "(?m)^038.jpg | 039.jpg     | 3: '039.jpg' stands on line 2 already; remove one of the two",
                "(?m)^038.jpg | 100.jpg     | 3: 100.jpg, where SEED-1 has 038.jpg; all files need the same images in "
                        + "one order",
                "-?2.5        | ``          | 2: '' is no finite number; correct it",
                "image        | ``          | 1: a header image,NAME,… is missing; write one"
            })
    void predictionsThatDoNotFitAreRefusedInOneLine(String pattern, String replacement, String line)
            throws IOException {
        Path file = folder.resolve("a/seed-2/predictions.csv");
        String whole = Files.readString(file);
        Files.writeString(file, whole.replaceFirst(pattern, replacement));
        Output output = verdict("--labels", labels.toString());
        Files.writeString(file, whole);
        String seed1 = folder.resolve("a/seed-1/predictions.csv").toString();
        assertThat(output.err()).isEqualTo("error: " + file + ":" + line.replace("SEED-1", seed1) + "\n");
        assertThat(output.out()).isEmpty();
        assertThat(output.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"config.yaml, YAML", "summary.json, JSON", "predictions.csv, CSV"})
    void brokenFileOfARunIsNamed(String name, String kind) throws IOException {
        Path file = folder.resolve("a/seed-2").resolve(name);
        byte[] whole = Files.exists(file) ? Files.readAllBytes(file) : null;
        byte[] binary = {'i', 'm', 'a', 'g', 'e', ',', 'R', 'e', 'd', '\n', '{', (byte) 0xff, 0, (byte) 0xc0, ':'};
        Files.write(file, binary);
        Output output = verdict("--labels", labels.toString());
        if (whole == null) {
            Files.delete(file);
        } else {
            Files.write(file, whole);
        }
        assertThat(output.err())
                .isEqualTo("error: " + file + ": broken, no " + kind
                        + " text; restore it, or remove its folder and make the run again\n");
        assertThat(output.code()).isEqualTo(2);
    }

    @Test
    void truthIsGivenOnceAndOnlyOnce() {
        assertThat(Output.of("verdict", "a", "b").err())
                .startsWith("error: Missing required argument (specify one of these): ")
                .contains("--data", "--labels")
                .hasLineCount(1);
        assertThat(Output.of("verdict", "a", "b", "--data", "c", "--labels", "d")
                        .err())
                .startsWith("error: ")
                .contains("mutually exclusive")
                .hasLineCount(1);
        Output none = verdict("--labels", folder.resolve("data").toString());
        assertThat(none.err()).isEqualTo("error: " + folder.resolve("data") + ": not a file; give one CSV of labels\n");
    }
}
