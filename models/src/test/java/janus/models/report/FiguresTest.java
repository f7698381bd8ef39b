package janus.models.report;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.metrics.AttributeScores;
import janus.engine.Work;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FiguresTest {
    @TempDir
    Path folder;

    @Test
    void oneAttributeHasItsFigure() throws IOException {
        assertThat(Report.write(folder, result(List.of("Smiling"), "attributes")))
                .isEmpty();
        BufferedImage figure = ImageIO.read(folder.resolve("comparison.png").toFile());
        int[] pixels = figure.getRGB(0, 0, figure.getWidth(), figure.getHeight(), null, 0, figure.getWidth());
        assertThat(pixels).contains(Plot.COLOURS.getFirst().getRGB());
        assertThat(Files.readAllLines(folder.resolve("comparison.csv"))).hasSize(2);
    }

    /** A chart takes no two series of one name. */
    @Test
    void figureThatFailsIsAWarningAndAllElseIsWritten() throws IOException {
        assertThat(Report.write(folder, result(List.of("Smiling", "Young"), "twin", "twin")))
                .singleElement()
                .asString()
                .startsWith("comparison.png: not drawn: ")
                .hasLineCount(1);
        assertThat(folder.resolve("curves.png")).isNotEmptyFile();
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
    }

    /** The first of the models has a curve. */
    private static RunResult result(List<String> attributes, String... models) {
        DotFaces faces = new DotFaces(24, attributes, 5);
        float[] logits = new float[faces.size() * attributes.size()];
        double[] loss = {1, .5};
        List<ModelResult> results = IntStream.range(0, models.length)
                .mapToObj(i -> new ModelResult(
                        models[i],
                        1,
                        new Work(1, 1, 1),
                        1,
                        1,
                        i == 0 ? List.of(new Curve("loss", loss, loss)) : List.of(),
                        scores(attributes.size(), .9),
                        null,
                        logits,
                        null))
                .toList();
        return new RunResult(
                "t",
                true,
                1,
                1,
                faces,
                IntStream.range(0, faces.size()).toArray(),
                results,
                new Baselines(scores(attributes.size(), .8), null, null, null),
                "",
                Map.of(),
                new RunResult.Peak(null, null));
    }

    private static AttributeScores scores(int attributes, double each) {
        double[] all = new double[attributes];
        Arrays.fill(all, each);
        return new AttributeScores(
                all, all, all, all, all, all, each, each, each, each, each, each, each, each, each, each);
    }
}
