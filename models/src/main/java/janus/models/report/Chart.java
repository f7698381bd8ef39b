package janus.models.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/**
 * Curves a reader can zoom into.
 *
 * @param across what {@code x} counts, such as epochs
 */
record Chart(String title, String across, double[] x, List<Line> lines) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Values at the first places of x, NaN where there is none; between {@code low} and {@code high} lies a band, none
     * if they are empty.
     *
     * @param colour index into {@link Plot#COLOURS}
     */
    record Line(String name, int colour, boolean dashed, double[] values, double[] low, double[] high) {}

    /** All charts in one grid; lines without a value are left out. */
    static String html(List<Chart> charts) {
        ArrayNode array = JSON.createArrayNode();
        charts.forEach(chart -> chart.addTo(array));
        // inside a script element only "</" could end it early
        String data = array.toString().replace("</", "<\\/");
        return "<div class=\"curves\"></div><script type=\"application/json\">" + data + "</script>\n";
    }

    private void addTo(ArrayNode charts) {
        ObjectNode chart = charts.addObject().put("title", title).put("across", across);
        numbers(chart.putArray("x"), x);
        ArrayNode series = chart.putArray("lines");
        for (Line line : lines) {
            if (Arrays.stream(line.values).anyMatch(Double::isFinite)) {
                ObjectNode node = series.addObject();
                node.put("name", line.name).put("colour", line.colour).put("dashed", line.dashed);
                numbers(node.putArray("values"), line.values);
                numbers(node.putArray("low"), line.low);
                numbers(node.putArray("high"), line.high);
            }
        }
    }

    private static void numbers(ArrayNode array, double... values) {
        for (double value : values) {
            if (Double.isFinite(value)) {
                array.add(value);
            } else {
                array.addNull();
            }
        }
    }
}
