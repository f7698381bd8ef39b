package janus.models.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Bands over one axis: for the page, as PNG, as CSV.
 *
 * @param across what the axis counts: epoch or step
 */
public record Panel(String title, String across, List<Band> bands) {
    public Panel {
        bands = bands.stream().filter(band -> !band.isEmpty()).toList();
    }

    public static String html(List<Panel> panels) {
        return Chart.html(panels.stream().map(Panel::chart).toList());
    }

    private Chart chart() {
        double[] x = bands.stream()
                .flatMap(band -> band.points().keySet().stream())
                .distinct()
                .sorted()
                .mapToDouble(at -> at)
                .toArray();
        return new Chart(
                title, across, x, bands.stream().map(band -> band.line(x)).toList());
    }

    /** {@code NAME.csv}, and {@code NAME.png} where it can be drawn; neither without a panel. */
    public static void save(Path folder, String name, List<Panel> panels, List<String> problems) throws IOException {
        if (panels.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of("quantity,across,line,x,mean,least,greatest,values"));
        for (Panel panel : panels) {
            panel.bands.forEach(band -> lines.addAll(band.lines("\"" + panel.title + "\"," + panel.across)));
        }
        Files.write(folder.resolve(name + ".csv"), lines);
        Plot.draw(folder.resolve(name + ".png"), file -> draw(file, panels), problems);
    }

    /** Nothing without a panel. */
    static void draw(Path file, List<Panel> panels) throws IOException {
        if (!panels.isEmpty()) {
            Plot.save(file, panels.stream().map(Panel::figure).toList(), Math.min(2, panels.size()));
        }
    }

    private XYChart figure() {
        XYChart chart = new XYChart(520, 360, ChartTheme.Matlab);
        Plot.style(chart.getStyler());
        chart.setTitle(title);
        chart.setXAxisTitle(across);
        chart.getStyler().setXAxisDecimalPattern("0");
        bands.stream().filter(Band::wide).forEach(band -> area(chart, band));
        bands.forEach(band -> line(chart, band));
        return chart;
    }

    private static void area(XYChart chart, Band band) {
        double[][] outline = band.outline();
        XYSeries series = chart.addSeries(band.name() + ", all seeds", outline[0], outline[1]);
        Color colour = colour(band);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 40));
        series.setLineStyle(SeriesLines.NONE);
        series.setMarker(SeriesMarkers.NONE);
        series.setShowInLegend(false);
    }

    private static void line(XYChart chart, Band band) {
        double[] x = band.x();
        XYSeries series = chart.addSeries(band.name(), x, band.mean());
        // the title says what dashed ones are
        series.setShowInLegend(!band.dashed());
        series.setLineColor(colour(band));
        series.setLineWidth(band.dashed() ? 1.1f : 1.9f);
        series.setLineStyle(band.dashed() ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
        series.setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setMarkerColor(colour(band));
    }

    private static Color colour(Band band) {
        return Plot.COLOURS.get(band.colour() % Plot.COLOURS.size());
    }
}
