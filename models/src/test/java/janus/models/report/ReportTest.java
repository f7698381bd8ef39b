package janus.models.report;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import janus.engine.Work;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
    private static final Work WORK = new Work(1, 1, 1);

    private static final List<String> NAMES = List.of("""
            5_o_Clock_Shadow Arched_Eyebrows Attractive Bags_Under_Eyes Bald Bangs Big_Lips Big_Nose Black_Hair
            Blond_Hair Blurry Brown_Hair Bushy_Eyebrows Chubby Double_Chin Eyeglasses Goatee Gray_Hair Heavy_Makeup
            High_Cheekbones Male Mouth_Slightly_Open Mustache Narrow_Eyes No_Beard Oval_Face Pale_Skin Pointy_Nose
            Receding_Hairline Rosy_Cheeks Sideburns Smiling Straight_Hair Wavy_Hair Wearing_Earrings Wearing_Hat
            Wearing_Lipstick Wearing_Necklace Wearing_Necktie <b>Young""".split("\\s+"));

    private static final RunResult.Peak NOTHING = new RunResult.Peak(null, null);

    @TempDir
    Path folder;

    @Test
    void pageLoadsNothingFromElsewhere() throws IOException {
        String html = write(result(true));
        Matcher loads = Pattern.compile("(?:src|href|action)\\s*=\\s*[\"']?([^\"'\\s>]+)|url\\(|@import|\\bfetch\\(")
                .matcher(html);
        List<String> targets = new ArrayList<>();
        while (loads.find()) {
            targets.add(loads.group(1) == null ? loads.group() : loads.group(1).substring(0, 11));
        }
        assertThat(targets).isNotEmpty().allMatch(target -> target.startsWith("data:image/"));
        assertThat(html).doesNotContain("<link").contains("var uPlot=");
    }

    @Test
    void pageShowsScoresBaselinesFacesAndSettings() throws IOException {
        String html = write(result(true));
        assertThat(html)
                .contains("one seed: no verdict")
                .contains("synthetic: shows that the instrument works, says nothing about faces")
                .contains("two-head minus attributes: accuracy +2.00 points (more is better)")
                .contains("two-head minus landmarks: NME -0.20 points (less is better)")
                .contains("majority class", "constant points", "linear pixel model", "Mouth_Slightly_Open", "leftmouth")
                .contains("optimizer:", "Temurin &lt;25&gt;", "000001.jpg");
        assertThat(html.split("data:image/jpeg", -1)).hasSize(1 + 3 * 8);
    }

    @Test
    void groupsAreScoredApart() {
        DotFaces faces = new DotFaces(40, List.of("Male", "Young"), 8);
        int[] rows = IntStream.range(0, faces.size()).toArray();
        float[] logits = new float[2 * rows.length];
        int[] images = new int[4];
        for (int i = 0; i < rows.length; i++) {
            int male = faces.attribute(i, 0), young = faces.attribute(i, 1);
            images[2 * male + young]++;
            // right but for men's youth
            logits[2 * i] = male - .5f;
            logits[2 * i + 1] = male == 1 ? .5f - young : young - .5f;
        }
        ModelResult model = new ModelResult("attributes", 1, WORK, 1, 1, List.of(), null, null, logits, null);
        RunResult result = new RunResult(
                "t",
                true,
                1,
                1,
                faces,
                rows,
                List.of(model),
                new Baselines(null, null, null, null),
                "",
                Map.of(),
                NOTHING);
        List<Slices.Slice> slices = Slices.of(result, model);
        assertThat(slices.stream().mapToInt(Slices.Slice::images))
                .containsExactly(images[0], images[1], images[2], images[3]);
        assertThat(slices).extracting(Slices.Slice::accuracy).containsExactly(1.0, 1.0, .5, .5);
        assertThat(slices).extracting(Slices.Slice::nme).containsOnly(Double.NaN);
        assertThat(ModelCard.markdown(result))
                .contains("| attributes | Male, not Young | " + images[2] + " | 50.00 | – |");
    }

    @Test
    void photographsCarryNoSyntheticNoteButALicenceNote() throws IOException {
        assertThat(write(result(false)))
                .contains("one seed: no verdict", "its licence governs who may see them")
                .doesNotContain("says nothing about faces");
    }

    @Test
    void namesFromFilesCannotBecomeMarkup() throws IOException {
        assertThat(write(result(true))).contains("&lt;b&gt;Young").doesNotContain("<b>Young");
    }

    @Test
    void undefinedScoresPrintADash() {
        RunResult whole = result(true);
        AttributeScores undefined = attributes(Double.NaN);
        Baselines none = new Baselines(undefined, undefined, null, null);
        RunResult result =
                new RunResult("t", true, 1, 1, whole.data(), whole.rows(), List.of(), none, "", Map.of(), NOTHING);
        assertThat(Comparison.text(result).lines().skip(1).findFirst().orElseThrow())
                .matches("majority class +– +– +– +– +– +– +–");
    }

    @Test
    void figuresHaveTheirDataBesideThem() throws IOException {
        RunResult result = result(true);
        assertThat(Report.write(folder, result)).isEmpty();
        BufferedImage curves = ImageIO.read(folder.resolve("curves.png").toFile());
        BufferedImage comparison = ImageIO.read(folder.resolve("comparison.png").toFile());
        assertThat(new int[] {curves.getWidth(), comparison.getWidth()}).containsOnly(1625);
        assertThat(colours(curves)).contains(0x0072B2, 0xD55E00, 0x009E73);
        assertThat(Files.readAllLines(folder.resolve("curves.csv")))
                .contains("two-head,\"loss\",1,1.0,1.05")
                .hasSize(1 + 3 * 4 + 2 * 4 + 2 * 4);
        assertThat(Files.readAllLines(folder.resolve("comparison.csv"))).hasSize(1 + 40 * 3 + 5 * 4);
        assertThat(Files.readString(folder.resolve("MODEL_CARD.md")))
                .contains("identification", "surveillance", "annotators' perceptions", "two-head");
    }

    private String write(RunResult result) throws IOException {
        Report.write(folder, result);
        return Files.readString(folder.resolve("report.html"));
    }

    private static List<Integer> colours(BufferedImage image) {
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff)
                .distinct()
                .boxed()
                .toList();
    }

    /** Three models on 24 faces: two-head .92 and 3.4 %, attributes .90, landmarks 3.6 %. */
    static RunResult result(boolean synthetic) {
        DotFaces faces = new DotFaces(24, NAMES, 5);
        int[] rows = IntStream.range(0, faces.size()).toArray();
        float[] logits = new float[rows.length * NAMES.size()];
        float[] coordinates = Labels.of(faces, rows).points();
        Random random = new Random(6);
        for (int i = 0; i < logits.length; i++) {
            int label = faces.attribute(i / NAMES.size(), i % NAMES.size());
            logits[i] = (random.nextDouble() < .1 ? -1 : 1) * (label - .5f);
        }
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] += (float) (.01 * random.nextGaussian());
        }
        List<Curve> both = List.of(curve("loss", 1, .5), curve("accuracy, %", 80, -.04), curve("NME, %", 6, .3));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("JDK", "Temurin <25>");
        environment.put("device", "cpu:2, 16 lanes");
        return new RunResult(
                "demo: ResNet18 at width 0.5, 64 px, three models",
                synthetic,
                77,
                241,
                faces,
                rows,
                List.of(
                        new ModelResult(
                                "two-head",
                                2_940_000,
                                WORK,
                                90,
                                4,
                                both,
                                attributes(.92),
                                points(.034),
                                logits,
                                coordinates),
                        new ModelResult(
                                "attributes",
                                2_900_000,
                                WORK,
                                80,
                                4,
                                List.of(curve("loss", .8, .45), curve("accuracy, %", 79, -.038)),
                                attributes(.90),
                                null,
                                logits,
                                null),
                        new ModelResult(
                                "landmarks",
                                2_890_000,
                                WORK,
                                71,
                                3,
                                List.of(curve("loss", .4, .6), curve("NME, %", 6.4, .28)),
                                null,
                                points(.036),
                                null,
                                coordinates)),
                new Baselines(attributes(.80), attributes(.83), points(.095), points(.07)),
                "seed: 77\noptimizer:\n  name: adamw\n  rate: 0.002\n",
                environment,
                NOTHING);
    }

    private static Curve curve(String quantity, double scale, double slope) {
        double[] train =
                IntStream.range(0, 4).mapToDouble(i -> scale / (1 + slope * i)).toArray();
        return new Curve(
                quantity, train, Arrays.stream(train).map(v -> 1.05 * v).toArray());
    }

    private static AttributeScores attributes(double mean) {
        Random random = new Random(mean < .85 ? 7 : Math.round(100 * mean));
        double[] all =
                random.doubles(NAMES.size()).map(u -> mean + .08 * u - .04).toArray();
        all[3] = mean < .85 ? mean : mean - .13;
        double shift = mean - Arrays.stream(all).average().orElseThrow();
        Arrays.setAll(all, i -> all[i] + shift);
        return new AttributeScores(
                all, all, all, all, all, all, mean, mean, mean, mean, mean, mean, mean, mean, mean, mean);
    }

    private static PointScores points(double nme) {
        double[] byPoint = {.8 * nme, .8 * nme, 1.2 * nme, 1.1 * nme, 1.1 * nme};
        return new PointScores(nme / 10, nme, nme, nme, byPoint, 0);
    }
}
