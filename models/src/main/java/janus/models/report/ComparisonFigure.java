package janus.models.report;

import janus.models.Csv;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What each model adds to the baselines: a panel for attributes, one for points. Both axes contain 0. */
final class ComparisonFigure {
    private static final int MANY = 12;

    private ComparisonFigure() {}

    private static List<Breakdown> panels(RunResult result) {
        return Stream.of(Breakdown.attributes(result), Breakdown.points(result))
                .filter(Objects::nonNull)
                .toList();
    }

    static void save(Path file, RunResult result) throws IOException {
        List<CategoryChart> charts =
                panels(result).stream().map(ComparisonFigure::chart).toList();
        if (!charts.isEmpty()) {
            Plot.save(file, charts, 1);
        }
    }

    /** The figure's numbers: {@code panel,unit,category,series,value}. */
    static void saveData(Path file, RunResult result) throws IOException {
        List<String> lines = new ArrayList<>(List.of("panel,unit,category,series,value"));
        for (Breakdown panel : panels(result)) {
            for (Breakdown.Series series : panel.shown()) {
                for (int i = 0; i < series.values().length; i++) {
                    double value = series.values()[i];
                    lines.add("\"" + panel.title() + "\",\"" + panel.unit() + "\","
                            + Csv.field(panel.categories().get(i)) + "," + series.name() + ","
                            + (Double.isFinite(value) ? value : ""));
                }
            }
        }
        Files.write(file, lines);
    }

    private static CategoryChart chart(Breakdown panel) {
        CategoryChart chart = new CategoryChart(1040, 460, ChartTheme.Matlab);
        style(chart.getStyler(), panel.categories().size());
        chart.setTitle(panel.title());
        chart.setYAxisTitle(panel.unit());
        chart.addAnnotation(new AnnotationLine(0, false, false));
        double least = 0, most = 0;
        int[] order = panel.order();
        List<String> names =
                IntStream.of(order).mapToObj(panel.categories()::get).toList();
        for (Breakdown.Series series : panel.shown()) {
            List<@Nullable Double> values = new ArrayList<>();
            for (int category : order) {
                double value = series.values()[category];
                values.add(Double.isFinite(value) ? value : null);
                least = Double.isFinite(value) ? Math.min(least, value) : least;
                most = Double.isFinite(value) ? Math.max(most, value) : most;
            }
            mark(chart.addSeries(series.name(), names, values), series, panel.series());
        }
        // room for half a marker
        chart.getStyler().setYAxisMin(least - (least < 0 ? .04 * (most - least) : 0));
        chart.getStyler().setYAxisMax(most + .04 * (most - least));
        return chart;
    }

    private static void style(CategoryStyler style, int categories) {
        boolean many = categories > MANY;
        Plot.style(style);
        style.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        style.setXAxisLabelRotation(many ? 90 : 0);
        style.setXAxisLabelAlignmentVertical(many ? TextAlignment.Right : TextAlignment.Centre);
        style.setXAxisTickMarkSpacingHint(1);
        style.setXAxisMaxLabelCount(Math.max(2, categories)); // XChart draws no axis with fewer
        style.setOverlapped(true);
        style.setMarkerSize(8);
        style.setPlotGridVerticalLinesVisible(many);
        style.setAnnotationLineColor(Color.GRAY);
        style.setAnnotationLineStroke(new BasicStroke(1f));
    }

    private static void mark(CategorySeries shown, Breakdown.Series series, List<Breakdown.Series> all) {
        if (series.model() < 0) {
            shown.setMarkerColor(Plot.BASELINE);
            shown.setMarker(series == all.getFirst() ? SeriesMarkers.SQUARE : SeriesMarkers.DIAMOND);
        } else {
            shown.setMarkerColor(Plot.COLOURS.get(series.model() % Plot.COLOURS.size()));
            shown.setMarker(SeriesMarkers.CIRCLE);
        }
    }
}
