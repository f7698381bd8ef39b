package janus.celeba.metrics;

/**
 * Binary metrics per column and averaged; a column without labels is NaN and left out of macro averages. A prediction
 * is positive at probability > ½ (logit > 0). Precision, recall and F1 are 0 where their denominator is (scikit-learn's
 * zero_division=0).
 */
public record AttributeScores(
        double[] accuracy,
        double[] f1,
        double[] precision,
        double[] recall,
        double[] balancedAccuracy,
        double[] auc,
        double macroAccuracy,
        double microAccuracy,
        double macroF1,
        double microF1,
        double macroPrecision,
        double microPrecision,
        double macroRecall,
        double microRecall,
        double meanBalancedAccuracy,
        double meanAuc) {
    /** Row-major [n][columns] logits; labels 0, 1, or −1 where missing. */
    public static AttributeScores of(int columns, float[] logits, byte[] labels) {
        throw new UnsupportedOperationException();
    }
}
