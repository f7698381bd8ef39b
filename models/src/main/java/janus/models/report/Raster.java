package janus.models.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** A {@link Drawing} as pixels. */
final class Raster {
    private final Graphics2D g;

    private Raster(Graphics2D g) {
        this.g = g;
    }

    static void draw(Drawing drawing, Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        drawing.shapes().forEach(new Raster(g)::draw);
    }

    private void draw(Drawing.Shape shape) {
        switch (shape) {
            case Drawing.Box b -> {
                g.setColor(b.ink().colour(b.opacity()));
                g.fill(new Rectangle2D.Double(b.x(), b.y(), b.width(), b.height()));
            }
            case Drawing.Line l -> {
                g.setColor(l.ink().colour(1));
                g.setStroke(new BasicStroke((float) l.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
                g.draw(new Line2D.Double(l.x1(), l.y1(), l.x2(), l.y2()));
            }
            case Drawing.Dot d -> {
                g.setColor(d.ink().colour(d.opacity()));
                g.fill(new Ellipse2D.Double(d.x() - d.radius(), d.y() - d.radius(), 2 * d.radius(), 2 * d.radius()));
            }
            case Drawing.Words w -> draw(w);
            case Drawing.Panel p -> {
                Graphics2D inner = (Graphics2D) g.create();
                inner.translate(p.x(), p.y());
                draw(p.drawing(), inner);
                inner.dispose();
            }
        }
    }

    private void draw(Drawing.Words words) {
        g.setColor(words.ink().colour(1));
        g.setFont(new Font(Font.SANS_SERIF, words.bold() ? Font.BOLD : Font.PLAIN, Drawing.FONT));
        double width = g.getFontMetrics().stringWidth(words.text());
        double left =
                switch (words.anchor()) {
                    case START -> 0;
                    case MIDDLE -> width / 2;
                    case END -> width;
                };
        g.drawString(words.text(), (float) (words.x() - left), (float) words.y());
    }
}
