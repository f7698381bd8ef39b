package janus.celeba.metrics;

/**
 * Landmark metrics. MAE, MSE, RMSE over normalised coordinates (x/width, y/height), missing ones left out; RMSE = √MSE.
 * NME of a point = its distance from the truth in pixels over the true distance of the two ocular points (eye centres);
 * of an image, the mean over its points; {@code nme}, the mean over images. An image without both ocular points, or
 * with them in one place, has no NME. Failure rate = share of images whose NME exceeds 10 %. NaN where nothing counts.
 */
public record PointScores(double mae, double mse, double rmse, double nme, double[] nmeByPoint, double failureRate) {
    private static final double FAILURE = 0.10;

    /**
     * Row-major [n][2·points], x/width and y/height alternating; a missing coordinate is NaN in {@code truth}.
     *
     * @throws IllegalArgumentException if the lengths do not fit or a prediction is NaN
     */
    public static PointScores of(
            int points, int width, int height, int leftEye, int rightEye, float[] predicted, float[] truth) {
        check(points, leftEye, rightEye, predicted, truth);
        double absolute = 0;
        double squared = 0;
        long count = 0;
        for (int i = 0; i < truth.length; i++) {
            if (!Float.isNaN(truth[i])) {
                double error = (double) predicted[i] - truth[i];
                absolute += Math.abs(error);
                squared += error * error;
                count++;
            }
        }
        double[] sums = new double[points];
        long[] counts = new long[points];
        double nme = 0;
        long images = 0;
        long failures = 0;
        Frame frame = new Frame(width, height);
        for (int at = 0; at < truth.length; at += 2 * points) {
            double image = frame.errors(points, at, leftEye, rightEye, predicted, truth, sums, counts);
            if (!Double.isNaN(image)) {
                nme += image;
                images++;
                failures += image > FAILURE ? 1 : 0;
            }
        }
        double[] byPoint = new double[points];
        for (int k = 0; k < points; k++) {
            byPoint[k] = sums[k] / counts[k];
        }
        double mse = squared / count;
        return new PointScores(
                absolute / count, mse, Math.sqrt(mse), nme / images, byPoint, (double) failures / images);
    }

    private static void check(int points, int leftEye, int rightEye, float[] predicted, float[] truth) {
        if (points < 1 || predicted.length != truth.length || truth.length % (2 * points) != 0) {
            throw new IllegalArgumentException("%d points, %d predicted and %d true coordinates: both [n][2·points]"
                    .formatted(points, predicted.length, truth.length));
        }
        if (Math.min(leftEye, rightEye) < 0 || Math.max(leftEye, rightEye) >= points) {
            throw new IllegalArgumentException("ocular points %d and %d of %d".formatted(leftEye, rightEye, points));
        }
        for (int i = 0; i < predicted.length; i++) {
            if (Float.isNaN(predicted[i])) {
                throw new IllegalArgumentException(
                        "prediction of row %d, coordinate %d is NaN".formatted(i / (2 * points), i % (2 * points)));
            }
        }
    }

    /** Pixels of the stored image. */
    private record Frame(int width, int height) {
        /** Adds each known point's normalised error to {@code sums}; returns their mean, NaN without one. */
        double errors(
                int points,
                int at,
                int leftEye,
                int rightEye,
                float[] predicted,
                float[] truth,
                double[] sums,
                long[] counts) {
            double ocular = distance(truth, at + 2 * leftEye, truth, at + 2 * rightEye);
            if (!(ocular > 0)) {
                return Double.NaN;
            }
            double sum = 0;
            int known = 0;
            for (int k = 0; k < points; k++) {
                double error = distance(predicted, at + 2 * k, truth, at + 2 * k) / ocular;
                if (!Double.isNaN(error)) {
                    sums[k] += error;
                    counts[k]++;
                    sum += error;
                    known++;
                }
            }
            return sum / known;
        }

        private double distance(float[] a, int i, float[] b, int j) {
            double dx = ((double) a[i] - b[j]) * width;
            double dy = ((double) a[i + 1] - b[j + 1]) * height;
            return Math.sqrt(dx * dx + dy * dy);
        }
    }
}
