package janus.models.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Every quantity over epochs, one panel each: validation solid, training dashed, one colour a model. */
final class CurvesFigure {
    private CurvesFigure() {}

    /** The quantities of all models, in the order they first appear. */
    static Set<String> quantities(List<ModelResult> models) {
        Set<String> quantities = new LinkedHashSet<>();
        models.forEach(model -> model.curves().forEach(curve -> quantities.add(curve.quantity())));
        return quantities;
    }

    /** Writes nothing where no model has a curve. */
    static void save(Path file, List<ModelResult> models) throws IOException {
        List<XYChart> panels = quantities(models).stream()
                .map(quantity -> panel(quantity, models))
                .toList();
        if (!panels.isEmpty()) {
            Plot.save(file, panels, Math.min(2, panels.size()));
        }
    }

    /** One line per model, quantity and epoch: {@code model,quantity,epoch,train,validation}. */
    static void saveData(Path file, List<ModelResult> models) throws IOException {
        List<String> lines = new ArrayList<>(List.of("model,quantity,epoch,train,validation"));
        for (ModelResult model : models) {
            for (Curve curve : model.curves()) {
                int epochs = Math.max(curve.train().length, curve.validation().length);
                for (int i = 0; i < epochs; i++) {
                    lines.add(model.name() + ",\"" + curve.quantity() + "\"," + (i + 1) + "," + at(curve.train(), i)
                            + "," + at(curve.validation(), i));
                }
            }
        }
        Files.write(file, lines);
    }

    private static String at(double[] values, int i) {
        return i < values.length && Double.isFinite(values[i]) ? Double.toString(values[i]) : "";
    }

    private static XYChart panel(String quantity, List<ModelResult> models) {
        XYChart chart = new XYChart(520, 360, ChartTheme.Matlab);
        Plot.style(chart.getStyler());
        chart.setXAxisTitle("epoch");
        chart.getStyler().setXAxisDecimalPattern("0");
        for (int m = 0; m < models.size(); m++) {
            Color colour = Plot.COLOURS.get(m % Plot.COLOURS.size());
            for (Curve curve : models.get(m).curves()) {
                if (curve.quantity().equals(quantity)) {
                    add(chart, models.get(m).name(), curve.validation(), colour, false);
                    add(chart, models.get(m).name() + ", training", curve.train(), colour, true);
                }
            }
        }
        boolean dashed = models.stream()
                .flatMap(model -> model.curves().stream())
                .filter(curve -> curve.quantity().equals(quantity))
                .flatMapToDouble(curve -> Arrays.stream(curve.train()))
                .anyMatch(Double::isFinite);
        chart.setTitle(dashed ? quantity + " (training dashed)" : quantity);
        return chart;
    }

    private static void add(XYChart chart, String name, double[] values, Color colour, boolean dashed) {
        int[] measured = IntStream.range(0, values.length)
                .filter(i -> Double.isFinite(values[i]))
                .toArray();
        if (measured.length == 0) {
            return;
        }
        double[] epochs = IntStream.of(measured).mapToDouble(i -> i + 1).toArray();
        XYSeries series = chart.addSeries(
                name, epochs, IntStream.of(measured).mapToDouble(i -> values[i]).toArray());
        series.setShowInLegend(!dashed);
        series.setLineColor(colour);
        series.setLineWidth(dashed ? 1.1f : 1.9f);
        series.setLineStyle(dashed ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
        series.setMarker(measured.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setMarkerColor(colour);
    }
}
