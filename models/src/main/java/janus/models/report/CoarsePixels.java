package janus.models.report;

import janus.celeba.Pixels;

/** Images as features of a linear model: a constant 1, then 16 × 16 box means of each colour, scaled to −1…1. */
final class CoarsePixels {
    private static final int SIDE = 16;

    private CoarsePixels() {}

    /** One row of features for each row of {@code rows}; images below 16 pixels keep their own size. */
    static float[][] of(Pixels pixels, int[] rows) {
        int size = pixels.size();
        int side = Math.min(SIDE, size);
        byte[] rgb = new byte[size * size * 3];
        float[][] features = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            pixels.read(rows[i], rgb);
            features[i] = boxMeans(rgb, size, side);
        }
        return features;
    }

    private static float[] boxMeans(byte[] rgb, int size, int side) {
        float[] means = new float[1 + side * side * 3];
        means[0] = 1;
        for (int cell = 0; cell < side * side; cell++) {
            int top = cell / side * size / side, bottom = (cell / side + 1) * size / side;
            int left = cell % side * size / side, right = (cell % side + 1) * size / side;
            for (int colour = 0; colour < 3; colour++) {
                int sum = 0;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += rgb[(y * size + x) * 3 + colour] & 0xff;
                    }
                }
                means[1 + cell * 3 + colour] = sum / (127.5f * (bottom - top) * (right - left)) - 1;
            }
        }
        return means;
    }
}
