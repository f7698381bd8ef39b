package janus.models.report;

import janus.celeba.FaceData;
import janus.celeba.Pixels;
import janus.celeba.Split;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Faces made of five dots on a coloured ground, in memory; the first attribute is the ground's brightness. */
public class DotFaces implements FaceData {
    private static final int WIDTH = 89, HEIGHT = 109;
    private static final float[][] MEAN = {{34, 56}, {54, 55}, {44, 68}, {36, 76}, {52, 77}};
    private final List<String> attributes;
    private final int size;
    private final float[][] points;
    private final byte[][] labels;

    public DotFaces(int size, List<String> attributes, long seed) {
        this.size = size;
        this.attributes = attributes;
        Random random = new Random(seed);
        points = new float[size][10];
        labels = new byte[size][attributes.size()];
        for (int i = 0; i < size; i++) {
            double dx = 5 * random.nextGaussian(), dy = 5 * random.nextGaussian();
            for (int p = 0; p < 5; p++) {
                points[i][2 * p] = (float) (MEAN[p][0] + dx + random.nextGaussian());
                points[i][2 * p + 1] = (float) (MEAN[p][1] + dy + random.nextGaussian());
            }
            for (int a = 0; a < attributes.size(); a++) {
                labels[i][a] = (byte) (random.nextDouble() < .25 + .1 * (a % 4) ? 1 : 0);
            }
        }
    }

    BufferedImage image(int row, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(labels[row][0] == 1 ? new Color(0xE8C9A8) : new Color(0x7A8FA6));
        g.fillRect(0, 0, width, height);
        g.scale((double) width / WIDTH, (double) height / HEIGHT);
        g.setColor(Color.BLACK);
        for (int p = 0; p < 5; p++) {
            g.fillOval(Math.round(x(row, p)) - 4, Math.round(y(row, p)) - 4, 9, 9);
        }
        g.dispose();
        return image;
    }

    @Override
    public List<String> attributes() {
        return attributes;
    }

    @Override
    public List<String> points() {
        return List.of("lefteye", "righteye", "nose", "leftmouth", "rightmouth");
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String name(int row) {
        return "%06d.jpg".formatted(row + 1);
    }

    @Override
    public int[] rows(Split split) {
        return IntStream.range(0, size).toArray();
    }

    @Override
    public int attribute(int row, int attribute) {
        return labels[row][attribute];
    }

    @Override
    public float x(int row, int point) {
        return points[row][2 * point];
    }

    @Override
    public float y(int row, int point) {
        return points[row][2 * point + 1];
    }

    @Override
    public int[] mirroredPoints() {
        return new int[] {1, 0, 2, 4, 3};
    }

    @Override
    public int[] ocular() {
        return new int[] {0, 1};
    }

    @Override
    public byte[] file(int row) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image(row, WIDTH, HEIGHT), "jpg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> findings() {
        return List.of();
    }

    @Override
    public String hash() {
        return "dots";
    }

    @Override
    public void close() {}

    /** The faces at one size, drawn on demand. */
    record Squares(DotFaces data, int size) implements Pixels {
        @Override
        public void read(int row, byte[] rgb) {
            BufferedImage image = data.image(row, size, size);
            for (int i = 0; i < size * size; i++) {
                int colour = image.getRGB(i % size, i / size);
                rgb[3 * i] = (byte) (colour >> 16);
                rgb[3 * i + 1] = (byte) (colour >> 8);
                rgb[3 * i + 2] = (byte) colour;
            }
        }

        @Override
        public void close() {}
    }
}
