package janus.celeba.synthetic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** One picture being drawn: antialiased shapes and soft spots in face coordinates. Call {@link #close} after use. */
final class Canvas implements AutoCloseable {
    static final int WIDTH = 178;
    static final int HEIGHT = 218;

    final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    final int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    private final Graphics2D graphics = image.createGraphics();
    private AffineTransform placement = new AffineTransform();

    Canvas() {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** Everything drawn from here on is in coordinates that {@code transform} takes to pixels. */
    void place(AffineTransform transform) {
        placement = transform;
        graphics.setTransform(transform);
    }

    /** Fills the whole picture with {@code small}, enlarged smoothly. */
    void backdrop(BufferedImage small) {
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(small, 0, 0, WIDTH, HEIGHT, null);
    }

    void fill(Shape shape, int color) {
        graphics.setColor(new Color(color));
        graphics.fill(shape);
    }

    void fill(Shape shape, int color, double alpha) {
        graphics.setColor(translucent(color, alpha));
        graphics.fill(shape);
    }

    void ellipse(double x, double y, double rx, double ry, int color) {
        fill(new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry), color);
    }

    void stroke(Shape shape, double width, int color, double alpha) {
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(translucent(color, alpha));
        graphics.draw(shape);
    }

    static Color translucent(int color, double alpha) {
        return new Color(color & 0xFFFFFF | Colors.channel(255 * alpha) << 24, true);
    }

    /** Blends in a spot without edge: weight α·(1 − d²)² at distance d of the ellipse's radius. */
    void soft(double x, double y, double rx, double ry, int color, double alpha) {
        AffineTransform inverse;
        try {
            inverse = placement.createInverse();
        } catch (NoninvertibleTransformException e) {
            throw new IllegalStateException(e);
        }
        double[] box = new double[] {x - rx, y - ry, x + rx, y - ry, x + rx, y + ry, x - rx, y + ry};
        placement.transform(box, 0, box, 0, 4);
        int left = bound(Math.min(Math.min(box[0], box[2]), Math.min(box[4], box[6])), WIDTH);
        int right = bound(Math.max(Math.max(box[0], box[2]), Math.max(box[4], box[6])) + 1, WIDTH);
        int top = bound(Math.min(Math.min(box[1], box[3]), Math.min(box[5], box[7])), HEIGHT);
        int bottom = bound(Math.max(Math.max(box[1], box[3]), Math.max(box[5], box[7])) + 1, HEIGHT);
        double ux = inverse.getScaleX() / rx;
        double uy = inverse.getShearX() / rx;
        double vx = inverse.getShearY() / ry;
        double vy = inverse.getScaleY() / ry;
        double u0 = (inverse.getTranslateX() - x) / rx;
        double v0 = (inverse.getTranslateY() - y) / ry;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                double u = ux * (column + .5) + uy * (row + .5) + u0;
                double v = vx * (column + .5) + vy * (row + .5) + v0;
                double near = 1 - u * u - v * v;
                if (near > 0) {
                    int at = row * WIDTH + column;
                    pixels[at] = Colors.mix(pixels[at], color, alpha * near * near);
                }
            }
        }
    }

    private static int bound(double value, int size) {
        return (int) Math.clamp(value, 0, size);
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
