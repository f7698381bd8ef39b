package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.MultiTask;
import janus.models.weights.Description;
import janus.models.weights.Description.Head;
import janus.models.weights.Description.Kind;
import janus.models.weights.DeviceValues;
import janus.models.weights.Safetensors;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictTest {
    private static final Description DESCRIPTION = new Description(
            "two-head",
            .1,
            3,
            32,
            List.of(.5, .5, .5),
            List.of(.25, .25, .25),
            List.of(
                    new Head("attributes", Kind.ATTRIBUTES, List.of("Smiling", "Young"), 0),
                    new Head("landmarks", Kind.POINTS, List.of("lefteye", "righteye"), .5)));

    @TempDir
    Path folder;

    @BeforeEach
    void writeWeightsAndPictures() throws IOException {
        Files.createDirectories(folder.resolve("run/two-head"));
        try (Device device = Devices.open("reference");
                MultiTask model = DESCRIPTION.build(device)) {
            Map<String, DeviceValues> arrays = new LinkedHashMap<>();
            model.parameters()
                    .all()
                    .forEach(parameter -> arrays.put(parameter.name(), new DeviceValues(device, parameter.buffer())));
            // biases alone decide: logits 2 and −1, points (¼, ½) and (¾, ½), half an image off the centre at most
            model.parameters().all().stream()
                    .filter(parameter -> parameter.name().endsWith(".2.weight"))
                    .forEach(parameter ->
                            parameter.set(new float[parameter.shape().size()]));
            model.parameters().all().forEach(parameter -> {
                if (parameter.name().equals("attributes.2.bias")) {
                    parameter.set(new float[] {2, -1});
                } else if (parameter.name().equals("landmarks.2.bias")) {
                    parameter.set(new float[] {-.5f, 0, .5f, 0});
                }
            });
            Safetensors.write(folder.resolve("run/two-head/best.safetensors"), DESCRIPTION.metadata(), arrays);
            Safetensors.write(folder.resolve("bare.safetensors"), Map.of(), arrays);
        }
        picture("small.jpg", 40, 60);
        picture("large.jpg", 600, 400);
    }

    @Test
    void imagesOfAnySizeGetProbabilitiesAndPointsInTheirOwnPixels() throws IOException {
        Output output = predict("--run", folder.resolve("run").toString(), "small.jpg", "large.jpg");
        JsonNode results = new ObjectMapper().readTree(output.out());
        assertThat(output.err()).isEmpty();
        assertThat(results.get(0).at("/attributes/Smiling").asDouble()).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
        assertThat(results.get(0).at("/attributes/Young").asDouble()).isCloseTo(1 / (1 + Math.exp(1)), within(1e-6));
        assertThat(results.get(0).at("/points/lefteye/0").asDouble()).isEqualTo(10);
        assertThat(results.get(1).at("/points/righteye/0").asDouble()).isEqualTo(450);
        assertThat(results.get(1).at("/points/righteye/1").asDouble()).isEqualTo(200);
    }

    @Test
    void pictureHasARingAtEachPointAndNowhereElse() throws IOException {
        predict("--run", folder.resolve("run").toString(), "large.jpg");
        BufferedImage picture =
                ImageIO.read(folder.resolve("out/large-points.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(600);
        // the ring's radius is a fiftieth of the width
        assertThat(picture.getRGB(150 + 12, 200) & 0xffffff).isEqualTo(0xFF2D78);
        assertThat(picture.getRGB(450, 200 - 12) & 0xffffff).isEqualTo(0xFF2D78);
        assertThat(new Color(picture.getRGB(300, 200)).getRed()).isLessThan(140);
    }

    @Test
    void badInputIsRefusedInOneLine() throws IOException {
        Files.writeString(folder.resolve("page.jpg"), "<html>quota exceeded</html>");
        Path weights = folder.resolve("run/two-head/best.safetensors");
        assertRefused(predict("--weights", weights.toString(), "page.jpg"), "page.jpg");
        assertRefused(predict("--weights", weights.toString(), "absent.jpg"), "absent.jpg: not found");
        assertRefused(
                predict("--weights", folder.resolve("bare.safetensors").toString(), "small.jpg"),
                "without a description of their model");
        Files.createDirectory(folder.resolve("album.jpg"));
        assertRefused(
                predict("--weights", weights.toString(), "album.jpg"), "album.jpg: a folder; give its JPEG files");
        assertRefused(predict("small.jpg"), "error: Missing required argument");
        assertRefused(predict("--run", folder.resolve("none").toString(), "small.jpg"), "none: not found");
        assertRefused(
                predict("--run", Files.createDirectory(folder.resolve("empty")).toString(), "small.jpg"),
                "empty: no best.safetensors");
        assertRefused(
                predict("--weights", weights.toString(), "--device", "abacus", "small.jpg"),
                "device abacus: no device");
    }

    @Test
    void noPictureIsLost() throws IOException {
        String run = folder.resolve("run").toString();
        Files.createDirectory(folder.resolve("other"));
        // the first is no image, and is not read
        assertRefused(predict("--run", run, "other/small.jpg", "small.jpg"), "both pictures would be ");
        assertThat(predict("--run", run, "small.jpg").code()).isZero();
        Path picture = folder.resolve("out/small-points.png");
        byte[] before = Files.readAllBytes(picture);
        picture("small.jpg", 80, 80);
        assertRefused(predict("--run", run, "large.jpg", "small.jpg"), "small-points.png: exists; remove it");
        assertThat(picture).hasBinaryContent(before);
        assertThat(folder.resolve("out/large-points.png")).doesNotExist();
    }

    private static void assertRefused(Output output, String reason) {
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).startsWith("error: ").contains(reason).hasLineCount(1);
    }

    /** With {@code --json} on the reference device, unless another is named; images by their names. */
    private Output predict(String... args) {
        List<String> all = new ArrayList<>(List.of("predict", "--json"));
        all.addAll(List.of("--out", folder.resolve("out").toString()));
        for (String arg : args) {
            all.add(arg.endsWith(".jpg") ? folder.resolve(arg).toString() : arg);
        }
        if (!all.contains("--device")) {
            all.addAll(List.of("--device", "reference"));
        }
        return Output.of(all.toArray(String[]::new));
    }

    private void picture(String name, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(new Color(120, 130, 90));
        g.fillRect(0, 0, width, height);
        g.dispose();
        ImageIO.write(image, "jpg", folder.resolve(name).toFile());
    }
}
