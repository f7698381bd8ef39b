package janus.bench.peers;

import janus.bench.Layer;
import janus.models.report.Plot;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The peers' times divided by Janus's, above 1 where Janus is faster: one panel for the network, one for layers. */
final class ComparedFigure {
    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE);

    private ComparedFigure() {}

    static void save(Path file, List<Row> rows) throws IOException {
        if (Plot.fontProblem() != null) {
            System.err.println(Plot.fontProblem());
            return;
        }
        List<CategoryChart> panels = new ArrayList<>();
        List<Row> network =
                rows.stream().filter(row -> row.work().layer() == null).toList();
        if (!network.isEmpty()) {
            panels.add(chart(
                    "Two-head ResNet18",
                    network,
                    network.stream().map(ComparedFigure::name).distinct().toList(),
                    ComparedFigure::name,
                    row -> row.peer() + (row.precision().equals("float32") ? "" : ", " + row.precision())));
        }
        List<Row> layers =
                rows.stream().filter(row -> row.work().layer() != null).toList();
        if (!layers.isEmpty()) {
            panels.add(chart(
                    "Convolutions at batch 32, beside " + layers.getFirst().peer(),
                    layers,
                    Arrays.stream(Layer.values()).map(Tables::name).toList(),
                    row -> Tables.name(row.work().convolution()),
                    row -> row.work().kind().text.replace("convolution-", "").replace('-', ' ')));
        }
        Plot.save(file, panels, 1);
    }

    private static String name(Row row) {
        Work work = row.work();
        return (work.kind() == Work.Kind.TRAIN_STEP ? "training" : "inference, " + work.batch()) + ", " + work.size()
                + " px";
    }

    private static CategoryChart chart(
            String title,
            List<Row> rows,
            List<String> categories,
            Function<Row, String> category,
            Function<Row, String> series) {
        CategoryChart chart = new CategoryChart(1040, 460, ChartTheme.Matlab);
        style(chart.getStyler());
        chart.setTitle(title);
        chart.setYAxisTitle("peer's time ÷ Janus's");
        chart.addAnnotation(new AnnotationLine(1, false, false));
        Map<String, Map<String, Double>> values = new LinkedHashMap<>();
        for (Row row : rows) {
            values.computeIfAbsent(series.apply(row), _ -> new LinkedHashMap<>())
                    .put(category.apply(row), row.ratio());
        }
        List<String> names = List.copyOf(values.keySet());
        values.forEach((name, ratios) -> {
            List<@Nullable Double> points = new ArrayList<>();
            categories.forEach(at -> points.add(ratios.get(at)));
            int index = names.indexOf(name);
            chart.addSeries(name, categories, points)
                    .setMarker(MARKERS.get(index % MARKERS.size()))
                    .setMarkerColor(Plot.COLOURS.get(index % Plot.COLOURS.size()));
        });
        double most = rows.stream().mapToDouble(Row::ratio).max().orElse(1);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(1.05 * Math.max(1.2, most));
        return chart;
    }

    private static void style(CategoryStyler style) {
        Plot.style(style);
        style.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        style.setXAxisLabelRotation(30);
        style.setXAxisLabelAlignmentVertical(TextAlignment.Right);
        style.setXAxisTickMarkSpacingHint(1);
        style.setOverlapped(true);
        style.setMarkerSize(9);
        style.setPlotGridVerticalLinesVisible(true);
        style.setAnnotationLineColor(Color.GRAY);
        style.setAnnotationLineStroke(new BasicStroke(1f));
    }
}
