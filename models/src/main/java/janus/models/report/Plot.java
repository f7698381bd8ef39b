package janus.models.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** One look for all figures, and panels side by side in one PNG of 150 dots per inch. */
public final class Plot {
    /** Wong (2011): told apart by colour-blind readers, and in grey. */
    public static final List<Color> COLOURS = List.of(
            new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0xE69F00));

    public static final Color BASELINE = new Color(0x8A8A8A);
    private static final double SCALE = 150 / 96.0;

    private Plot() {}

    /** Why no text can be drawn here, with the remedy; null if it can. */
    public static @Nullable String fontProblem() {
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 10)
                    .getStringBounds("x", new FontRenderContext(null, true, true))
                    .getWidth();
            return null;
        } catch (RuntimeException | LinkageError | InternalError e) {
            // the JDK throws each of these, depending on which part is missing: fontconfig, freetype, a font
            return "no fonts found, so no figures are drawn; install fontconfig and one font "
                    + "(Debian: apt-get install fontconfig fonts-dejavu-core)";
        }
    }

    /** Saves a figure. */
    @FunctionalInterface
    public interface Figure {
        void save(Path file) throws IOException;
    }

    /**
     * Saves {@code figure}, or adds to {@code problems} why it cannot be drawn: hours of training must not be lost to
     * what the library of charts refuses.
     */
    public static void draw(Path file, Figure figure, List<String> problems) throws IOException {
        String fonts = fontProblem();
        if (fonts != null) {
            problems.remove(fonts);
            problems.add(fonts);
            return;
        }
        try {
            figure.save(file);
        } catch (RuntimeException e) {
            String reason = e.toString().replaceAll("\\s*\\R\\s*", " ");
            problems.add(file.getFileName() + ": not drawn: " + reason + "; its data is in the CSV beside it");
        }
    }

    /** Fonts, lines and the legend's place. */
    public static void style(AxesChartStyler style) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotGridLinesColor(new Color(0xE4E4E4));
        style.setPlotGridLinesStroke(new BasicStroke(.8f));
        style.setPlotBorderVisible(false);
        style.setPlotTicksMarksVisible(false);
        style.setAxisTicksMarksVisible(false);
        style.setPlotMargin(0);
        style.setChartTitleBoxVisible(false);
        style.setChartTitleFont(font.deriveFont(Font.BOLD, 13f));
        style.setAxisTitleFont(font);
        style.setAxisTickLabelsFont(font.deriveFont(10f));
        style.setLegendFont(font);
        style.setLegendBorderColor(Color.WHITE);
        style.setLegendPosition(LegendPosition.OutsideS);
        style.setLegendLayout(LegendLayout.Horizontal);
        style.setChartPadding(8);
    }

    /** Draws equal panels row by row, {@code columns} in a row. */
    public static void save(Path file, List<? extends Chart<?, ?>> panels, int columns) throws IOException {
        int width = panels.getFirst().getWidth();
        int height = panels.getFirst().getHeight();
        int rows = (panels.size() + columns - 1) / columns;
        save(file, width * columns, height * rows, g -> {
            for (int i = 0; i < panels.size(); i++) {
                Graphics2D panel = (Graphics2D) g.create(i % columns * width, i / columns * height, width, height);
                panels.get(i).paint(panel, width, height);
                panel.dispose();
            }
        });
    }

    /** Draws on white, in units of 1/96 inch. */
    static void save(Path file, int width, int height, Consumer<Graphics2D> drawing) throws IOException {
        BufferedImage image =
                new BufferedImage((int) (SCALE * width), (int) (SCALE * height), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.scale(SCALE, SCALE);
        drawing.accept(g);
        g.dispose();
        write(file, image);
    }

    private static void write(Path file, BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        String dotsPerMillimetre = Double.toString(150 / 25.4);
        IIOMetadataNode dimension = new IIOMetadataNode("Dimension");
        for (String axis : List.of("HorizontalPixelSize", "VerticalPixelSize")) {
            IIOMetadataNode size = new IIOMetadataNode(axis);
            size.setAttribute("value", dotsPerMillimetre);
            dimension.appendChild(size);
        }
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_1.0");
        root.appendChild(dimension);
        metadata.mergeTree("javax_imageio_1.0", root);
        try (OutputStream stream = Files.newOutputStream(file);
                ImageOutputStream out = ImageIO.createImageOutputStream(stream)) {
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
    }
}
