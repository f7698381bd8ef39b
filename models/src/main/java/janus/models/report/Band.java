package janus.models.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A quantity over epochs or steps: the mean over seeds, or whatever else has a value of its own, and the least and the
 * greatest of them. Seeds that stopped early count as long as they went.
 *
 * @param colour index of the arm, or model
 */
public record Band(String name, int colour, boolean dashed, SortedMap<Double, DoubleSummaryStatistics> points) {
    /** {@code seeds}: a value at each x; what is not finite is left out. */
    public static Band of(String name, int colour, boolean dashed, List<Map<Double, Double>> seeds) {
        SortedMap<Double, DoubleSummaryStatistics> points = new TreeMap<>();
        for (Map<Double, Double> seed : seeds) {
            seed.forEach((x, value) -> {
                if (Double.isFinite(value)) {
                    points.computeIfAbsent(x, _ -> new DoubleSummaryStatistics())
                            .accept(value);
                }
            });
        }
        return new Band(name, colour, dashed, points);
    }

    /** Whether it has a value nowhere. */
    public boolean isEmpty() {
        return points.isEmpty();
    }

    /** Whether any two seeds differ. */
    boolean wide() {
        return points.values().stream().anyMatch(at -> at.getMin() < at.getMax());
    }

    double[] x() {
        return points.keySet().stream().mapToDouble(x -> x).toArray();
    }

    /** The mean at each of {@link #x}. */
    public double[] mean() {
        return points.values().stream()
                .mapToDouble(DoubleSummaryStatistics::getAverage)
                .toArray();
    }

    /** Round the band: along the greatest, back along the least. */
    double[][] outline() {
        List<Double> there = new ArrayList<>(points.keySet());
        List<Double> back = new ArrayList<>(there.reversed());
        double[] x = new double[2 * there.size()];
        double[] y = new double[2 * there.size()];
        int n = 0;
        for (double at : there) {
            x[n] = at;
            y[n++] = statistics(at).getMax();
        }
        for (double at : back) {
            x[n] = at;
            y[n++] = statistics(at).getMin();
        }
        return new double[][] {x, y};
    }

    private DoubleSummaryStatistics statistics(double x) {
        return points.getOrDefault(x, new DoubleSummaryStatistics());
    }

    /** The band at the places {@code x}, NaN where it has none. */
    Chart.Line line(double... x) {
        double[][] values = new double[3][x.length];
        for (int i = 0; i < x.length; i++) {
            DoubleSummaryStatistics at = statistics(x[i]);
            values[0][i] = at.getCount() == 0 ? Double.NaN : at.getAverage();
            values[1][i] = at.getMin();
            values[2][i] = at.getMax();
        }
        double[] none = new double[0];
        int place = colour % Plot.COLOURS.size();
        return wide()
                ? new Chart.Line(name, place, dashed, values[0], values[1], values[2])
                : new Chart.Line(name, place, dashed, values[0], none, none);
    }

    /** {@code line,x,mean,least,greatest,values}, a line for each x. */
    List<String> lines(String before) {
        List<String> lines = new ArrayList<>();
        points.forEach((x, at) -> lines.add("%s,\"%s\",%s,%s,%s,%s,%d"
                .formatted(before, name, x, at.getAverage(), at.getMin(), at.getMax(), at.getCount())));
        return lines;
    }
}
