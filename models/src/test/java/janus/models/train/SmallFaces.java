package janus.models.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/** A data set of a few dozen blobs that trains in seconds on the slowest device. */
public final class SmallFaces {
    private static final int SIDE = 32;

    private SmallFaces() {}

    /** Writes {@code n} images, half for training: a bright blob between two eyes; attributes are colour and size. */
    public static Path write(Path folder, int n, long seed) throws IOException {
        Random random = new Random(seed);
        Files.createDirectories(folder.resolve("images"));
        StringBuilder csv = new StringBuilder("image,split,Red,Large,lefteye_x,lefteye_y,righteye_x,righteye_y\n");
        for (int i = 0; i < n; i++) {
            boolean red = random.nextBoolean();
            boolean large = random.nextBoolean();
            int x = 8 + random.nextInt(16);
            int y = 8 + random.nextInt(16);
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            for (int row = 0; row < SIDE; row++) {
                for (int column = 0; column < SIDE; column++) {
                    boolean inside = Math.hypot(column - x, row - y) < (large ? 7 : 4);
                    image.setRGB(column, row, inside ? red ? 0xE02020 : 0x20E020 : 0x101010 * random.nextInt(4));
                }
            }
            String name = "%03d.jpg".formatted(i);
            ImageIO.write(image, "jpg", folder.resolve("images").resolve(name).toFile());
            int split = i < n / 2 ? 0 : i % 2 + 1;
            csv.append(
                    "%s,%d,%d,%d,%d,%d,%d,%d%n".formatted(name, split, red ? 1 : 0, large ? 1 : 0, x - 4, y, x + 4, y));
        }
        Path list = folder.resolve("faces.csv");
        Files.writeString(list, csv.toString());
        return list;
    }

    /** Two epochs of a ResNet18 as narrow as they come, on {@code data}. */
    public static Config config(Path data, Map<String, String> overrides) throws IOException {
        Map<String, String> small = new LinkedHashMap<>(Map.of(
                "data.folder", data.toString(),
                "data.size", "32",
                "device", "reference",
                "network.width", "0.0625",
                "optimizer.batch", "8",
                "optimizer.epochs", "2",
                "optimizer.warmup", "2",
                "saving.minutes", "1000"));
        small.putAll(overrides);
        return Configs.resolve("demo", null, small);
    }
}
