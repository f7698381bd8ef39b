package janus.models.study;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What predictions are worth, image by image in %: the share of an image's known attributes that are right, and its
 * NME. Their means over images are the accuracy and NME of the reports where no label is missing. Null where nothing is
 * predicted; an image without a label counts for no score.
 */
record ImageScores(double @Nullable [] accuracy, double @Nullable [] nme) {
    /** @throws DataException where {@code data} lacks an image or a label that is predicted */
    static ImageScores of(PredictionTable table, FaceData data) {
        table.requireLabelsOf(data);
        int[] rows = rows(table, data);
        return new ImageScores(accuracy(table, data, rows), nme(table, data, rows));
    }

    /** Throws unless both predict the same attributes and points, or one of them no attribute, or no point, at all. */
    static void requireSameLabels(PredictionTable one, PredictionTable two, FaceData data) {
        requireSame(one, two, data.attributes());
        requireSame(one, two, points(data));
    }

    private static void requireSame(PredictionTable one, PredictionTable two, List<String> labels) {
        List<String> a =
                labels.stream().filter(label -> one.column(label) != null).toList();
        List<String> b =
                labels.stream().filter(label -> two.column(label) != null).toList();
        if (!a.isEmpty() && !b.isEmpty() && !a.equals(b)) {
            throw new DataException(
                    one + " predicts " + a + ", " + two + " " + b + "; the arms need the same labels to be compared");
        }
    }

    private static List<String> points(FaceData data) {
        return data.points().stream()
                .flatMap(point -> Stream.of(point + "_x", point + "_y"))
                .toList();
    }

    /** The row of each image of the table. */
    static int[] rows(PredictionTable table, FaceData data) {
        Map<String, Integer> known = new HashMap<>();
        for (int row = 0; row < data.size(); row++) {
            known.put(data.name(row), row);
        }
        int[] rows = new int[table.images().size()];
        for (int i = 0; i < rows.length; i++) {
            String image = table.images().get(i);
            Integer row = known.get(image);
            if (row == null) {
                throw new DataException(
                        table.where(i) + ": the data has no labels of " + image + "; label it, or check --data");
            }
            rows[i] = row;
        }
        return rows;
    }

    private static double @Nullable [] accuracy(PredictionTable table, FaceData data, int[] rows) {
        double[] right = new double[rows.length];
        double[] known = new double[rows.length];
        boolean any = false;
        for (int j = 0; j < data.attributes().size(); j++) {
            float[] logits = table.column(data.attributes().get(j));
            any |= logits != null;
            for (int i = 0; logits != null && i < rows.length; i++) {
                int label = data.attribute(rows[i], j);
                right[i] += label >= 0 && label == (logits[i] > 0 ? 1 : 0) ? 100 : 0;
                known[i] += label >= 0 ? 1 : 0;
            }
        }
        Arrays.setAll(right, i -> right[i] / known[i]);
        return any ? right : null;
    }

    private static double @Nullable [] nme(PredictionTable table, FaceData data, int[] rows) {
        List<String> points = data.points();
        double[] sums = new double[rows.length];
        double[] known = new double[rows.length];
        boolean any = false;
        for (int k = 0; k < points.size(); k++) {
            float[] x = table.column(points.get(k) + "_x");
            float[] y = table.column(points.get(k) + "_y");
            any |= x != null && y != null;
            for (int i = 0; x != null && y != null && i < rows.length; i++) {
                double distance = Math.hypot(x[i] - data.x(rows[i], k), y[i] - data.y(rows[i], k));
                sums[i] += Double.isNaN(distance) ? 0 : distance;
                known[i] += Double.isNaN(distance) ? 0 : 1;
            }
        }
        int[] eyes = any ? data.ocular() : new int[2];
        for (int i = 0; any && i < rows.length; i++) {
            double dx = data.x(rows[i], eyes[0]) - data.x(rows[i], eyes[1]);
            double dy = data.y(rows[i], eyes[0]) - data.y(rows[i], eyes[1]);
            double ocular = Math.hypot(dx, dy);
            sums[i] = ocular > 0 ? 100 * sums[i] / known[i] / ocular : Double.NaN;
        }
        return any ? sums : null;
    }
}
