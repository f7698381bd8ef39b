package janus.celeba.metrics;

import java.util.Arrays;

/** Area under the ROC curve by ranks (Mann and Whitney, 1947). */
final class RankSum {
    private RankSum() {}

    /** P(score of a positive > score of a negative) + ½ P(equal); NaN where a class is absent. */
    static double auc(int columns, int column, float[] logits, byte[] labels) {
        float[] positive = select(columns, column, logits, labels, 1);
        float[] negative = select(columns, column, logits, labels, 0);
        if (positive.length == 0 || negative.length == 0) {
            return Double.NaN;
        }
        long twice = 0;
        int below = 0;
        int upTo = 0;
        for (float score : positive) {
            while (below < negative.length && negative[below] < score) {
                below++;
            }
            upTo = Math.max(upTo, below);
            while (upTo < negative.length && negative[upTo] == score) {
                upTo++;
            }
            twice += below + upTo;
        }
        return twice / 2.0 / positive.length / negative.length;
    }

    /** Scores of one class, ascending; −0 becomes 0, which {@code sort} would put after it. */
    private static float[] select(int columns, int column, float[] logits, byte[] labels, int label) {
        float[] scores = new float[labels.length / columns];
        int n = 0;
        for (int i = column; i < labels.length; i += columns) {
            if (labels[i] == label) {
                scores[n++] = logits[i] + 0f;
            }
        }
        float[] selected = Arrays.copyOf(scores, n);
        Arrays.sort(selected);
        return selected;
    }
}
