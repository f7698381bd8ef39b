package janus.models.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.celeba.DataException;
import janus.celeba.JpegDecoder;
import janus.celeba.RgbImage;
import janus.kernels.Device;
import janus.models.weights.Description.Head;
import janus.models.weights.Description.Kind;
import janus.models.weights.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Attributes with their probabilities, and the picture with its points, for images of any size. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Print the attributes of images, and write each picture with its points.")
final class Predict implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "JPEG files of aligned faces, any size.")
    @SuppressWarnings("NullAway.Init")
    private List<Path> images;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WeightSource source;

    @Option(names = "--out", defaultValue = ".", description = "Folder of the pictures (default: here).")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--json", description = "Print the predictions as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path file = source.files().getFirst();
        requireOwnPictures();
        List<RgbImage> pictures = new ArrayList<>();
        try (JpegDecoder decoder = JpegDecoder.open()) {
            for (Path image : images) {
                if (Files.isDirectory(image)) {
                    throw new DataException(image + ": a folder; give its JPEG files");
                }
                pictures.add(decoder.decode(Files.readAllBytes(image), image.toString()));
            }
        }
        ArrayNode all = new ObjectMapper().createArrayNode();
        try (Device on = source.open();
                TrainedModel model = TrainedModel.open(file, on)) {
            Files.createDirectories(out);
            if (!model.description().labels(Kind.POINTS).isEmpty()) {
                requireNoPictures();
            }
            for (int i = 0; i < pictures.size(); i++) {
                all.add(predict(model, images.get(i), pictures.get(i)));
            }
        }
        System.out.print(json ? all.toPrettyString() + System.lineSeparator() : text(all));
        return 0;
    }

    /** Where the picture of {@code image} goes. */
    private Path picture(Path image) {
        return out.resolve(String.valueOf(image.getFileName()).replaceFirst("\\.[^.]*$", "") + "-points.png");
    }

    private void requireOwnPictures() {
        Map<Path, Path> images = new HashMap<>();
        for (Path image : this.images) {
            Path other = images.putIfAbsent(picture(image), image);
            if (other != null) {
                throw new DataException(other + " and " + image + ": both pictures would be " + picture(image)
                        + "; predict one at a time, each with its own --out");
            }
        }
    }

    private void requireNoPictures() {
        for (Path image : images) {
            if (Files.exists(picture(image))) {
                throw new DataException(picture(image) + ": exists; remove it, or choose another --out");
            }
        }
    }

    private ObjectNode predict(TrainedModel model, Path image, RgbImage picture) throws IOException {
        List<float[]> outputs = model.predict(picture);
        ObjectNode result = new ObjectMapper().createObjectNode().put("image", image.toString());
        List<Head> heads = model.description().heads();
        for (int h = 0; h < heads.size(); h++) {
            Head head = heads.get(h);
            float[] values = outputs.get(h);
            ObjectNode node = result.withObjectProperty(head.kind() == Kind.POINTS ? "points" : "attributes");
            for (int i = 0; i < head.labels().size(); i++) {
                if (head.kind() == Kind.POINTS) {
                    node.putArray(head.labels().get(i))
                            .add(values[2 * i] * picture.width())
                            .add(values[2 * i + 1] * picture.height());
                } else {
                    node.put(head.labels().get(i), 1 / (1 + Math.exp(-values[i])));
                }
            }
            if (head.kind() == Kind.POINTS) {
                PointPicture.write(picture, values, picture(image));
                result.put("picture", picture(image).toString());
            }
        }
        return result;
    }

    /** The most probable attributes first. */
    private static String text(ArrayNode all) {
        StringBuilder text = new StringBuilder();
        all.forEach(result -> {
            text.append(result.get("image").asText()).append(System.lineSeparator());
            result.path("attributes").properties().stream()
                    .sorted(Comparator.comparingDouble(
                            entry -> -entry.getValue().asDouble()))
                    .forEach(entry -> text.append(String.format(
                            Locale.ROOT,
                            "  %-24s %5.1f %%%n",
                            entry.getKey(),
                            100 * entry.getValue().asDouble())));
            result.path("points")
                    .properties()
                    .forEach(entry -> text.append(String.format(
                            Locale.ROOT,
                            "  %-24s x %.1f, y %.1f%n",
                            entry.getKey(),
                            entry.getValue().get(0).asDouble(),
                            entry.getValue().get(1).asDouble())));
            if (result.has("picture")) {
                text.append("  points drawn in ")
                        .append(result.get("picture").asText())
                        .append(System.lineSeparator());
            }
        });
        return text.toString();
    }
}
