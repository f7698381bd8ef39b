package janus.celeba;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Ten labelled noise images of 24 × 30 pixels with 2 attributes and CelebA's 5 points, written in any layout. */
final class TinySet {
    static final int IMAGES = 10;
    static final int WIDTH = 24;
    static final int HEIGHT = 30;
    static final String POINTS = "lefteye_x lefteye_y righteye_x righteye_y nose_x nose_y"
            + " leftmouth_x leftmouth_y rightmouth_x rightmouth_y";

    private TinySet() {}

    static String name(int i) {
        return "%06d.jpg".formatted(i + 1);
    }

    static String attributes() {
        StringBuilder list = new StringBuilder(IMAGES + "\nSmiling Bald\n");
        for (int i = 0; i < IMAGES; i++) {
            list.append("%s %2d %2d%n".formatted(name(i), i % 2 == 0 ? 1 : -1, i % 3 == 0 ? 1 : -1));
        }
        return list.toString();
    }

    static String landmarks() {
        StringBuilder list = new StringBuilder(IMAGES + "\n" + POINTS + "\n");
        for (int i = 0; i < IMAGES; i++) {
            list.append("%s  %d 8  16 8  12 %d  8 22  16 22%n".formatted(name(i), 5 + i % 3, 12 + i % 4));
        }
        return list.toString();
    }

    static String partition() {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < IMAGES; i++) {
            list.append("%s %d%n".formatted(name(i), i < 6 ? 0 : i < 8 ? 1 : 2));
        }
        return list.toString();
    }

    /** The same list as Kaggle has it: commas, no count. */
    static String csv(String list, String header) {
        String rows = list.lines()
                .filter(line -> line.contains(".jpg"))
                .map(line -> line.trim().replaceAll(" +", ","))
                .reduce("", (a, b) -> a + b + "\n");
        return "image_id," + header.replace(' ', ',') + "\n" + rows;
    }

    static void official(Path root) {
        write(root.resolve("Anno/list_attr_celeba.txt"), attributes());
        write(root.resolve("Anno/list_landmarks_align_celeba.txt"), landmarks());
        write(root.resolve("Eval/list_eval_partition.txt"), partition());
        images(root.resolve("Img/img_align_celeba"));
    }

    static void flat(Path root) {
        lists(root);
        images(root.resolve("img_align_celeba"));
    }

    static void lists(Path root) {
        write(root.resolve("list_attr_celeba.txt"), attributes());
        write(root.resolve("list_landmarks_align_celeba.txt"), landmarks());
        write(root.resolve("list_eval_partition.txt"), partition());
    }

    static void kaggle(Path root) {
        write(root.resolve("list_attr_celeba.csv"), csv(attributes(), "Smiling Bald"));
        write(root.resolve("list_landmarks_align_celeba.csv"), csv(landmarks(), POINTS));
        write(root.resolve("list_eval_partition.csv"), csv(partition(), "partition"));
        images(root.resolve("img_align_celeba/img_align_celeba"));
    }

    static void images(Path folder) {
        for (int i = 0; i < IMAGES; i++) {
            write(folder.resolve(name(i)), jpeg(WIDTH, HEIGHT, i));
        }
    }

    static void zip(Path file, String folder) {
        try {
            Files.createDirectories(file.getParent());
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                for (int i = 0; i < IMAGES; i++) {
                    zip.putNextEntry(new ZipEntry(folder + name(i)));
                    zip.write(jpeg(WIDTH, HEIGHT, i));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Smooth colour noise, so that JPEG keeps it roughly. */
    static byte[] jpeg(int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(seed);
        double fx = random.nextDouble();
        double fy = random.nextDouble();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int r = (int) (127 + 120 * Math.sin(fx * x + seed));
                int g = (int) (127 + 120 * Math.sin(fy * y));
                int b = (int) (127 + 120 * Math.cos(fx * y - fy * x));
                image.setRGB(x, y, r << 16 | g << 8 | b);
            }
        }
        return jpeg(image);
    }

    static byte[] jpeg(BufferedImage image) {
        return encode(image, "jpg");
    }

    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new AssertionError("no writer for " + format);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
