package janus.celeba.metrics;

/**
 * Landmark metrics. MAE, MSE, RMSE over normalised coordinates (x/width, y/height); NME = mean distance in pixels over
 * the distance of the two ocular points (eye centres); failure rate = share of images whose mean NME exceeds 10 %.
 */
public record PointScores(
        double mae, double mse, double rmse, double nme, double[] nmeByPoint, double failureRate) {
    /** Row-major [n][2·points], x/width and y/height alternating; a missing coordinate is NaN in {@code truth}. */
    public static PointScores of(
            int points, int width, int height, int leftEye, int rightEye, float[] predicted, float[] truth) {
        throw new UnsupportedOperationException();
    }
}
