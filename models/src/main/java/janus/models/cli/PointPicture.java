package janus.models.cli;

import janus.celeba.RgbImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture with rings at its points. */
final class PointPicture {
    private static final Color RING = new Color(0xFF2D78);

    private PointPicture() {}

    /** Draws at x/width and y/height, alternating; small pictures are enlarged so that rings can be told apart. */
    static void write(RgbImage picture, float[] points, Path file) throws IOException {
        int scale = Math.max(1, Math.ceilDiv(256, picture.width()));
        BufferedImage image =
                new BufferedImage(scale * picture.width(), scale * picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int at = 3 * (y / scale * picture.width() + x / scale);
                byte[] rgb = picture.rgb();
                image.setRGB(x, y, (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | rgb[at + 2] & 0xff);
            }
        }
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        double r = image.getWidth() / 50.0;
        for (int i = 0; i < points.length; i += 2) {
            double x = points[i] * image.getWidth(), y = points[i + 1] * image.getHeight();
            Ellipse2D ring = new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
            g.setStroke(new BasicStroke((float) (r * .9)));
            g.setColor(Color.WHITE);
            g.draw(ring);
            g.setStroke(new BasicStroke((float) (r * .5)));
            g.setColor(RING);
            g.draw(ring);
        }
        g.dispose();
        try (OutputStream stream = Files.newOutputStream(file)) {
            ImageIO.write(image, "png", stream);
        }
    }
}
