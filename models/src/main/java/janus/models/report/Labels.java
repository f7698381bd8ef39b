package janus.models.report;

import janus.celeba.FaceData;
import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;

/**
 * The labels of some rows as metrics read them: {@code attributes} [n][a], 0, 1 or −1 where missing; {@code points}
 * [n][2·p], x/width and y/height alternating, NaN where missing.
 */
public record Labels(byte[] attributes, float[] points) {
    /** Scores of logits [n][a]; where one is NaN the model predicts none, and the label counts as missing. */
    public AttributeScores attributes(FaceData data, float[] logits) {
        byte[] predicted = attributes.clone();
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = Float.isNaN(logits[i]) ? -1 : predicted[i];
        }
        return AttributeScores.of(data.attributes().size(), logits, predicted);
    }

    /** Scores of coordinates [n][2·p], x/width and y/height alternating. */
    public PointScores points(FaceData data, float[] coordinates) {
        int[] eyes = data.ocular();
        int p = data.points().size();
        return PointScores.of(p, data.width(), data.height(), eyes[0], eyes[1], coordinates, points);
    }

    public static Labels of(FaceData data, int[] rows) {
        int columns = data.attributes().size();
        int points = data.points().size();
        byte[] attributes = new byte[rows.length * columns];
        float[] coordinates = new float[rows.length * 2 * points];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns; j++) {
                attributes[i * columns + j] = (byte) data.attribute(rows[i], j);
            }
            for (int j = 0; j < points; j++) {
                int at = 2 * (i * points + j);
                coordinates[at] = data.x(rows[i], j) / data.width();
                coordinates[at + 1] = data.y(rows[i], j) / data.height();
            }
        }
        return new Labels(attributes, coordinates);
    }
}
