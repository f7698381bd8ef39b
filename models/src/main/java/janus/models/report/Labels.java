package janus.models.report;

import janus.celeba.FaceData;

/**
 * The labels of some rows as metrics read them: {@code attributes} [n][a], 0, 1 or −1 where missing; {@code points}
 * [n][2·p], x/width and y/height alternating, NaN where missing.
 */
public record Labels(byte[] attributes, float[] points) {
    /** The attributes [n][a] as a model is scored by them: −1 also where its logit is NaN, as it predicts none. */
    public byte[] predicted(float[] logits) {
        byte[] predicted = attributes.clone();
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = Float.isNaN(logits[i]) ? -1 : predicted[i];
        }
        return predicted;
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
