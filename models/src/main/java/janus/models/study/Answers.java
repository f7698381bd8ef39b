package janus.models.study;

import janus.celeba.FaceData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What predictions say, label by label, of every image.
 *
 * @param attributes 1 where right, 0 where wrong, −1 where the label is missing
 * @param points distance over that of the eyes, in %; NaN where a label is missing
 */
record Answers(Map<String, byte[]> attributes, Map<String, double[]> points) {
    static Answers of(PredictionTable table, FaceData data) {
        int[] rows = ImageScores.rows(table, data);
        Answers answers = new Answers(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (int j = 0; j < data.attributes().size(); j++) {
            float[] logits = table.column(data.attributes().get(j));
            if (logits != null) {
                answers.attributes.put(data.attributes().get(j), right(logits, data, rows, j));
            }
        }
        for (int k = 0; k < data.points().size(); k++) {
            float[] x = table.column(data.points().get(k) + "_x");
            float[] y = table.column(data.points().get(k) + "_y");
            if (x != null && y != null) {
                answers.points.put(data.points().get(k), errors(x, y, data, rows, k));
            }
        }
        return answers;
    }

    private static byte[] right(float[] logits, FaceData data, int[] rows, int attribute) {
        byte[] right = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int label = data.attribute(rows[i], attribute);
            right[i] = (byte) (label < 0 ? -1 : label == (logits[i] > 0 ? 1 : 0) ? 1 : 0);
        }
        return right;
    }

    private static double[] errors(float[] x, float[] y, FaceData data, int[] rows, int point) {
        int[] eyes = data.ocular();
        double[] errors = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double ocular = Math.hypot(
                    data.x(rows[i], eyes[0]) - data.x(rows[i], eyes[1]),
                    data.y(rows[i], eyes[0]) - data.y(rows[i], eyes[1]));
            double distance = Math.hypot(x[i] - data.x(rows[i], point), y[i] - data.y(rows[i], point));
            errors[i] = ocular > 0 ? 100 * distance / ocular : Double.NaN;
        }
        return errors;
    }

    List<String> labels(boolean points) {
        return List.copyOf(points ? this.points.keySet() : attributes.keySet());
    }

    /** Accuracy of an attribute or NME of a point, in %, over the images whose label is known; NaN where none is. */
    double score(String label) {
        byte[] right = attributes.get(label);
        double[] values = right == null ? points.getOrDefault(label, new double[0]) : percent(right);
        return Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    private static double[] percent(byte... right) {
        double[] percent = new double[right.length];
        Arrays.setAll(percent, i -> right[i] < 0 ? Double.NaN : 100.0 * right[i]);
        return percent;
    }
}
