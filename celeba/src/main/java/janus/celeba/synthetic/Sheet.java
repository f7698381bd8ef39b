package janus.celeba.synthetic;

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

/** Pictures of drawn faces side by side, for people to look at. */
public final class Sheet {
    private static final int GAP = 4;
    private static final int WIDTH = Canvas.WIDTH * 3 / 5;
    private static final int HEIGHT = Canvas.HEIGHT * 3 / 5;

    private Sheet() {}

    /**
     * Writes a PNG of {@code rows × columns} people of the test part at three fifths of their size, without grain, which
     * PNG stores badly. The last row shows the five points.
     */
    public static void faces(SyntheticFaces.Settings settings, int rows, int columns, Path png) throws IOException {
        int first = settings.train() + settings.validation();
        BufferedImage sheet = new BufferedImage(
                columns * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        for (int i = 0; i < rows * columns; i++) {
            Factors f = settings.factors((first + i * SyntheticFaces.PICTURES_PER_IDENTITY) % settings.count());
            Portrait portrait = Portrait.of(f, settings.aligned());
            int x = i % columns * (WIDTH + GAP) + GAP;
            int y = i / columns * (HEIGHT + GAP) + GAP;
            graphics.drawImage(portrait.draw(Portrait.Nuisances.ALL_BUT_GRAIN), x, y, WIDTH, HEIGHT, null);
            if (i / columns == rows - 1) {
                dots(graphics, x, y, portrait.geometry().points());
            }
        }
        graphics.dispose();
        try (OutputStream stream = Files.newOutputStream(png)) {
            ImageIO.write(sheet, "png", stream);
        }
    }

    private static void dots(Graphics2D graphics, int left, int top, double[] points) {
        for (int i = 0; i < points.length; i += 2) {
            double x = left + points[i] * WIDTH / Canvas.WIDTH;
            double y = top + points[i + 1] * HEIGHT / Canvas.HEIGHT;
            graphics.setColor(Color.WHITE);
            graphics.fill(new Ellipse2D.Double(x - 3, y - 3, 6, 6));
            graphics.setColor(new Color(0x00A651));
            graphics.fill(new Ellipse2D.Double(x - 2, y - 2, 4, 4));
        }
    }
}
