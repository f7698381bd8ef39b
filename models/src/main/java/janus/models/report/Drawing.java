package janus.models.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure of boxes, lines, dots and words, in pixels from the upper left: described once, written as SVG and as PNG.
 */
public record Drawing(int width, int height, List<Shape> shapes) {
    /** Where a line of words stands on its x. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A part of a figure; later ones lie over earlier ones. */
    public sealed interface Shape {}

    /** A filled rectangle. */
    public record Box(double x, double y, double width, double height, Ink ink, double opacity) implements Shape {}

    /** A straight line. */
    public record Line(double x1, double y1, double x2, double y2, Ink ink, double width) implements Shape {}

    /** A filled circle; a reader of the page sees {@code title} on pointing at it. */
    public record Dot(double x, double y, double radius, Ink ink, double opacity, String title) implements Shape {}

    /** A line of text on the base line y. */
    public record Words(double x, double y, Anchor anchor, Ink ink, boolean bold, String text) implements Shape {}

    /** A figure within a figure. */
    record Panel(double x, double y, Drawing drawing) implements Shape {}

    static final int FONT = 13;

    public Drawing {
        shapes = List.copyOf(shapes);
    }

    /** Figures side by side. */
    public static Drawing row(List<Drawing> drawings) {
        List<Shape> panels = new ArrayList<>();
        int x = 0;
        int height = 0;
        for (Drawing drawing : drawings) {
            panels.add(new Panel(x, 0, drawing));
            x += drawing.width;
            height = Math.max(height, drawing.height);
        }
        return new Drawing(x, height, panels);
    }

    /** An SVG element for a page; {@code alt} is what it shows, for readers who cannot see it. */
    public String html(String alt) {
        return Svg.of(this, Ink::variable, "role=\"img\" aria-label=\"" + Html.escape(alt) + "\"");
    }

    /** {@code NAME.svg}, on white. */
    public void saveSvg(Path file) throws IOException {
        String ground = "xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
                + "\" style=\"background: #fff\"";
        Files.writeString(file, Svg.of(this, Ink::hex, ground) + "\n");
    }

    /** {@code NAME.png}, on white, at 150 dots per inch. */
    public void savePng(Path file) throws IOException {
        Plot.save(file, width, height, g -> Raster.draw(this, g));
    }
}
